from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..models.rollout_log_item import KINDS
from ..tools.mail_text import own_words
from ..tools.summary import summarize


class RolloutDiscussWizard(models.TransientModel):
    """Make a log item of a message, with a link back to it."""

    _name = "rollout.discuss.wizard"
    _description = "Make a Message a Feedback"
    _inherit = ["rollout.wizard.mixin"]

    message_id = fields.Many2one("mail.message", required=True, readonly=True, ondelete="cascade")
    program_id = fields.Many2one(
        "rollout.program",
        required=True,
        domain="[('state', 'in', ('planned', 'running'))]",
        default=lambda self: self._default_program_id(),
    )
    phase_id = fields.Many2one(
        "rollout.phase",
        domain="[('program_id', '=', program_id)]",
        compute="_compute_phase_id",
        store=True,
        readonly=False,
    )
    name = fields.Char("Summary", required=True)
    description = fields.Text()
    kind = fields.Selection(KINDS, required=True, default="issue")
    critical = fields.Boolean(help="Somebody can't do their work because of it.")
    is_known = fields.Boolean("In the Log Already", compute="_compute_is_known")

    def _default_program_id(self):
        program_sudo, _phase_sudo = self.env["rollout.program"]._find_note_target(self.env.user)
        return program_sudo.id

    @api.depends("program_id")
    def _compute_phase_id(self):
        for wizard in self.filtered(lambda wizard: wizard.phase_id.program_id != wizard.program_id):
            wizard.phase_id = False

    @api.depends("message_id")
    def _compute_is_known(self):
        # That it is there is no secret to those who may put it there; what became of it is.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        for wizard in self:
            domain = [("origin_url", "=", wizard._get_origin_url())]
            wizard.is_known = bool(wizard.message_id and items_sudo.search_count(domain, limit=1))

    @api.model
    def _ensure_pointing_at_readable(self, vals):
        result = super()._ensure_pointing_at_readable(vals)
        # A message is named like the record that it is about.
        self.new({"message_id": vals.get("message_id")}).message_id._origin.check_access("read")
        return result

    def _get_origin_url(self) -> str:
        return f"/mail/message/{self.message_id.id}"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        message = self.env["mail.message"].browse(values.get("message_id"))
        if message:
            self._ensure_may_take(message)
            text = self._get_own_words(message, values.get("program_id"))
            values.update(name=summarize(text), description=text)
        return values

    def action_add(self):
        """Put the item into the log.

        :raise AccessError: the user may not read the message, or is neither its author nor has a role
        """
        self.ensure_one()
        self._ensure_may_take(self.message_id)
        self.program_id.check_access("read")
        said = (self.message_id.id, self.program_id.id, self.name, self.description, self.kind, self.critical)
        if self.env["rollout.sending"]._note_author(self.env.user, *said):
            self.program_id._log_intake([self._prepare_entry()])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("It is in the log of “%s” now.", self.program_id.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_own_words(self, message, program_id) -> str:
        """Return what was said, not who said it: the link shows that to those who may read it.

        Much of what stands in Discuss came in by mail, or was copied from one.
        """
        # Who wrote, and to whom, is asked only in order to leave it out.
        message_sudo = message.sudo()
        others = [
            message_sudo.incoming_email_to,
            message_sudo.incoming_email_cc,
            *message_sudo.partner_ids.mapped("email"),
        ]
        traces = (
            self.env["rollout.program"]
            .browse(program_id)
            ._get_mail_traces(message_sudo.email_from, ",".join(filter(None, others)), message_sudo.author_id)
        )
        text, _has_picture = own_words(message_sudo.body or "", traces)
        return text

    def _prepare_entry(self) -> LogEntry:
        return LogEntry(
            summary=self.name,
            description=self.description or "",
            kind=self.kind,
            critical=self.critical,
            phase_id=self.phase_id.id if self.phase_id.program_id == self.program_id else None,
            source="discuss",
            origin=self._describe_origin(),
            origin_url=self._get_origin_url(),
            reporter_id=self.env.uid,
        )

    def _ensure_may_take(self, message):
        message.check_access("read")
        # The author of a message is on its public face; the user has just been allowed to read it.
        is_author = message.sudo().author_id == self.env.user.partner_id
        if not (is_author or self.env.user.has_group("rollout_phase.group_rollout_champion")):
            raise AccessError(self.env._("Only champions and leads make somebody else's message a feedback."))

    def _describe_origin(self) -> str:
        """Return the name of the channel or record; that of a conversation between people names them."""
        message = self.message_id
        if message.model == "discuss.channel":
            channel = self.env["discuss.channel"].browse(message.res_id)
            return f"#{channel.name}" if channel.channel_type == "channel" else ""
        return message.record_name or ""
