from odoo import api, fields, models

from ..models.rollout_digest_section import AUDIENCES


class RolloutDigestPreview(models.TransientModel):
    """A program's digest as it would be sent now."""

    _name = "rollout.digest.preview"
    _description = "Digest Preview"

    program_id = fields.Many2one("rollout.program", required=True)
    audience = fields.Selection(AUDIENCES, required=True, default="sponsor")
    # Made from our own templates, which escape what people typed; the sanitizer would drop styles.
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.depends("program_id", "audience")
    def _compute_body(self):
        section = self.env["rollout.digest.section"]
        for preview in self:
            program = preview.program_id
            program.check_access("read")
            body = section._render_digests(program, preview.audience) if program else {}
            preview.body = body.get(program.id)

    def action_send_test(self):
        self.ensure_one()
        self.program_id.check_access("read")
        self.program_id._send_digest_test(self.audience)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The digest is on its way to %s.", self.env.user.email),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
