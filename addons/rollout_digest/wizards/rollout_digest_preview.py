from odoo import api, fields, models


class RolloutDigestPreview(models.TransientModel):
    """A program's digest as it would be sent now."""

    _name = "rollout.digest.preview"
    _description = "Digest Preview"
    _inherit = ["rollout.wizard.mixin"]

    program_id = fields.Many2one("rollout.program", required=True)
    audience = fields.Selection("_select_audience", required=True, default="sponsor")
    reader_count = fields.Integer(compute="_compute_reader_count")
    # Made from our own templates, which escape what people typed; the sanitizer would drop styles.
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.model
    def _select_audience(self):
        return self.env["rollout.digest.section"]._fields["audience"]._description_selection(self.env)

    @api.depends("program_id", "audience")
    def _compute_body(self):
        for preview in self:
            program = preview.program_id._origin
            program.check_access("read")
            mail = program._prepare_digest_preview(preview.audience) if program else None
            preview.body = mail and mail["body_html"]

    @api.depends("program_id", "audience")
    def _compute_reader_count(self):
        for preview in self:
            # How many there are is for the lead to know; who they are isn't told.
            program_sudo = preview.program_id._origin.sudo()
            readers = program_sudo._get_audience_readers(preview.audience) if program_sudo else []
            preview.reader_count = len(readers)

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
