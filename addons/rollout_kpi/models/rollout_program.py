import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    digest_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Digest Day",
        required=True,
        default="0",
        help="The day on which sponsor and lead get their weekly mail.",
    )
    digest_hour = fields.Float(required=True, default=8.0, help="In the company's time zone.")

    # Past 23:30 the week could be over before the mail is made.
    _digest_hour_range = models.Constraint(
        "CHECK (digest_hour >= 0 AND digest_hour <= 23.5)",
        "The digest leaves between 0:00 and 23:30.",
    )

    @api.model
    def _cron_send_digests(self):
        """Queue the digests of the current week that are due and haven't been queued yet."""
        programs = self.search([("state", "in", ("planned", "running")), ("phase_ids", "!=", False)])
        pending = programs._get_pending_digests()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(pending))
        bodies = self._render_pending_digests(pending)
        for program, period, audience, reader in pending:
            body = bodies[program.id, audience, reader.lang]
            try:
                with self.env.cr.savepoint():
                    if program.try_lock_for_update(allow_referencing=True):
                        program._queue_digest(period, audience, reader, body)
            except Exception:  # one program must not hold up the others
                _logger.exception("The digest of %s could not be queued", program)
            if not cron._commit_progress(1):
                break

    def _get_pending_digests(self) -> list[tuple]:
        """Return ``(program, period, audience, reader)`` of what is due and not yet queued."""
        due = []
        for program in self:
            period = program._get_due_week(program.digest_weekday, program.digest_hour)
            if period:
                readers = program._get_digest_readers().items()
                due += [(program, period, audience, reader) for audience, reader in readers]
        done = set(
            self.env["rollout.mailing"]._read_group(
                [
                    ("program_id", "in", self.ids),
                    ("purpose", "like", "digest."),
                    ("period", "in", list({period for _program, period, *_rest in due})),
                ],
                ["program_id", "period", "purpose", "res_id"],
            )
        )
        return [
            (program, period, audience, reader)
            for program, period, audience, reader in due
            if (program, period, f"digest.{audience}", reader.id) not in done
        ]

    def _get_digest_readers(self) -> dict:
        """Return who gets which digest, as ``{audience: user}``; nobody gets two."""
        self.ensure_one()
        readers = {"sponsor": self.sponsor_id}
        if self.lead_id != self.sponsor_id:
            readers["lead"] = self.lead_id
        return {audience: user for audience, user in readers.items() if user.active}

    @api.model
    def _render_pending_digests(self, pending):
        """Render each digest once per program, audience and language, all programs together."""
        groups = {}
        for program, _period, audience, reader in pending:
            key = audience, reader.lang
            groups[key] = groups.get(key, self.browse()) | program
        bodies = {}
        for (audience, lang), programs in groups.items():
            section = self.env["rollout.digest.section"].with_context(lang=lang)
            rendered = section._render_digests(programs.with_context(lang=lang), audience)
            for program_id, body in rendered.items():
                bodies[program_id, audience, lang] = body
        return bodies

    def _queue_digest(self, period, audience, reader, body):
        self.ensure_one()
        values = self._prepare_digest_mail(reader.lang, body)
        self.env["rollout.mailing"]._queue_once(
            self,
            f"digest.{audience}",
            period,
            reader,
            email_of=lambda user: user.email,
            prepare=lambda user: values,
        )

    def _prepare_digest_mail(self, lang, body):
        program = self.with_context(lang=lang)
        return {
            "subject": program.env._("%s: this week", program.name),
            "body_html": body,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "headers": {"X-Auto-Response-Suppress": "OOF"},
        }

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

        :raise UserError: the user has no address
        """
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(self.env._("Add an e-mail address to your own profile first."))
        section = self.env["rollout.digest.section"].with_context(lang=user.lang)
        body = section._render_digests(self, audience)[self.id]
        values = self._prepare_digest_mail(user.lang, body)
        # Mails are written by the system, not by whoever asks for one to their own address.
        mail_sudo = self.env["mail.mail"].sudo()
        mail_sudo.create({**values, "email_to": user.email_formatted, "auto_delete": True})
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
