from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.rollout_phase.models.rollout_mailing import AUTOMATIC_HEADERS
from odoo.addons.rollout_phase.tools.week import WEEKDAYS

from .mail_mail import DIGEST_HEADER
from .rollout_digest_section import MILESTONE


class RolloutProgram(models.Model):
    """Who gets this program's digest, and when; what a person may do about it."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"digest_sponsor"})

    digest_weekday = fields.Selection(
        WEEKDAYS,
        "Digest Day",
        required=True,
        default="0",
        help="The day on which everybody gets their weekly mail.",
    )
    digest_hour = fields.Float(required=True, default=8.0, help="In the time zone of each reader.", aggregator=None)
    digest_sponsor = fields.Boolean(
        "Digest to the Sponsor", default=True, tracking=True, help="Each week, and when a milestone has been read."
    )
    digest_lead = fields.Boolean("Digest to the Lead", default=True)
    digest_champions = fields.Boolean("Digest to Champions", default=True, help="Whoever is named in a phase.")
    # A third weekly mail to everybody, next to the form and the wins, is for a person to decide.
    digest_staff = fields.Boolean("Digest to Staff", help="Everybody in the departments in launch, by work e-mail.")
    digest_optout_ids = fields.One2many(
        "rollout.digest.optout", "program_id", "Unsubscribed", groups="rollout_phase.group_rollout_lead"
    )
    digest_optout_count = fields.Integer(
        compute="_compute_digest_optout_count", groups="rollout_phase.group_rollout_lead"
    )
    is_digest_stopped = fields.Boolean(
        compute="_compute_is_digest_stopped", help="The current user has unsubscribed from the digest."
    )

    # Past 23:30 the week could be over before the mail is made.
    _digest_hour_range = models.Constraint(
        "CHECK (digest_hour >= 0 AND digest_hour <= 23.5)",
        "The digest leaves between 0:00 and 23:30.",
    )

    def _compute_digest_optout_count(self):
        for program, count in self._count_each(self.env["rollout.digest.optout"], "program_id").items():
            program.digest_optout_count = count

    @api.depends_context("uid")
    def _compute_is_digest_stopped(self):
        # One's own decision is one's own to see.
        optouts_sudo = self.env["rollout.digest.optout"].sudo()
        own_sudo = optouts_sudo.search([("program_id", "in", self.ids), *self._get_own_optout_domain()])
        for program in self:
            program.is_digest_stopped = program._origin in own_sudo.program_id

    @api.model
    def _get_own_optout_domain(self) -> list:
        return ["|", ("user_id", "=", self.env.uid), ("employee_id.user_id", "=", self.env.uid)]

    def action_resume_digest(self):
        """Send the current user the digests of this program again, whichever way they had ended them."""
        self.ensure_one()
        self.check_access("read")
        # One's own decision is one's own to take back.
        optouts_sudo = self.env["rollout.digest.optout"].sudo()
        own_sudo = optouts_sudo.search([("program_id", "=", self.id), *self._get_own_optout_domain()])
        own_sudo._wait_turn()
        own_sudo.unlink()
        self.invalidate_recordset(["is_digest_stopped"])

    def action_view_digest_optouts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_digest_optout_action")
        return {**action, "domain": [("program_id", "=", self.id)]}

    def action_preview_digest(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview Digest"),
            "res_model": "rollout.digest.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_program_id": self.id},
        }

    def _send_digest_test(self, audience):
        """Send the digest, as it would be now, to the current user alone; it counts for nothing.

        :raise UserError: the user has no address, or there is nothing to send
        """
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(self.env._("Add an e-mail address to your own profile first."))
        mail = self.with_context(lang=user.lang)._prepare_digest_preview(audience)
        if not mail:
            raise UserError(self.env._("No milestone has been read yet."))
        # Mails are written by the system, not by whoever asks for one to their own address.
        mail_sudo = self.env["mail.mail"].sudo()
        addresses = self.sudo()._prepare_mail_addresses()
        headers = repr({**AUTOMATIC_HEADERS, **mail["headers"]})
        mail_sudo.create(
            {**mail, **addresses, "headers": headers, "email_to": user.email_formatted, "auto_delete": True}
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _prepare_digest_preview(self, audience) -> dict | None:
        """Return subject and body of what this audience would get now, without any reader's link.

        None at a milestone, as long as none has been read.
        """
        self.ensure_one()
        if audience == MILESTONE:
            reading = self.env["rollout.kpi.reading"].search(
                [("phase_id.program_id", "=", self.id), ("role", "=", "milestone"), ("state", "!=", "error")],
                order="due_date desc, id desc",
                limit=1,
            )
            return reading.phase_id._prepare_milestone_mail(reading.milestone_day) if reading else None
        body = self.env["rollout.digest.section"]._render_digests(self, audience)[self.id]
        return self._prepare_digest_mail(self._get_digest_subject(), body)

    def _get_digest_subject(self) -> str:
        # A subject is one line, whatever the program's name is.
        return self.env._("%s: this week", " ".join(self.name.split()))

    def _prepare_digest_mail(self, subject, body) -> dict:
        return {"subject": subject, "body_html": body, "headers": self._get_digest_headers()}

    @api.model
    def _get_digest_headers(self) -> dict:
        return {"X-Auto-Response-Suppress": "OOF", DIGEST_HEADER: "1"}
