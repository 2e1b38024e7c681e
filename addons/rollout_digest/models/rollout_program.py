from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.rollout_phase.models.ir_cron import Step
from odoo.addons.rollout_phase.models.rollout_mailing import AUTOMATIC_HEADERS
from odoo.addons.rollout_phase.tools.week import WEEKDAYS, local_day

from .mail_mail import DIGEST_HEADER
from .rollout_digest_section import LINK_PLACEHOLDER

PURPOSE = "rollout_digest.digest"
BATCH_SIZE = 1000


class Edition(NamedTuple):
    """A digest that is the same for all its readers, but for the link in its footer."""

    program_id: int
    period: str
    audience: str
    lang: str
    today: date


class RolloutProgram(models.Model):
    """When this program's digest leaves and what a person may do about it; one mail to each reader and ISO week.

    It is rendered once for each edition.
    """

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
    digest_sponsor = fields.Boolean("Digest to the Sponsor", default=True, tracking=True)
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
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_digest.rollout_digest_optout_action")
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

        :raise UserError: the user has no address
        """
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(self.env._("Add an e-mail address to your own profile first."))
        mail = self.with_context(lang=user.lang)._prepare_digest_preview(audience)
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

        None as long as there is no such mail.
        """
        self.ensure_one()
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

    @api.model
    def _cron_send_digests(self):
        """Queue the digests of the current week that are due and haven't been queued yet."""
        programs = self.search([("state", "in", ("planned", "running")), ("phase_ids", "!=", False)])
        pending = programs._get_pending_digests()
        mails = self._render_editions(pending)
        self.env["ir.cron"]._run_steps(
            [
                # Two workers never queue the same batch at the same time.
                Step(
                    self.browse(edition.program_id),
                    lambda program, edition=edition, batch=batch: program._queue_digests(
                        PURPOSE, edition.period, batch, mails[edition]
                    ),
                    f"The digest of program {edition.program_id} could not be queued",
                    len(batch),
                )
                for edition, readers in pending.items()
                for batch in split_every(BATCH_SIZE, readers, list)
            ]
        )

    def _get_pending_digests(self) -> dict:
        """Return whom which edition is due for and has not reached yet, as ``{edition: readers}``.

        The week and its moment are those of each reader's time zone. A week has one name everywhere: whoever
        travels back into the one before has had it, or doesn't need it any more.
        """
        now = fields.Datetime.now()
        due = {}
        for program, by_audience in self._get_digest_readers().items():
            week_by_tz = {}
            for audience, readers in by_audience.items():
                for reader in readers:
                    if reader.tz not in week_by_tz:
                        week_by_tz[reader.tz] = program._get_due_week(
                            program.digest_weekday, program.digest_hour, reader.tz
                        )
                    if week := week_by_tz[reader.tz]:
                        edition = Edition(program.id, week, audience, reader.lang, local_day(now, reader.tz))
                        due.setdefault(edition, []).append(reader)
        latest = self._get_latest_digests(min((edition.period for edition in due), default=""))
        pending = {}
        for edition, readers in due.items():
            had = latest.get(edition.program_id, {})
            missing = [reader for reader in readers if max(had.get(key, "") for key in reader.keys) < edition.period]
            if missing:
                pending[edition] = missing
        return pending

    def _send_digests_again(self, week: str, model: str, ids: set[int]):
        """Queue this week's digest anew to readers who have no row in the ledger any more.

        :param ids: of the readers, records of ``model``
        """
        self.ensure_one()
        for edition, readers in self._get_pending_digests().items():
            wanted = [reader for reader in readers if reader.model == model and reader.id in ids]
            if edition.period == week and wanted:
                [mail] = self._render_editions([edition]).values()
                self._queue_digests(PURPOSE, week, wanted, mail)

    def _get_latest_digests(self, since: str) -> dict[int, dict]:
        """Return the latest week whose digest somebody has, as ``{program_id: {key: week}}``.

        :param since: the first week to look at
        """
        rows = self.env["rollout.mailing"]._read_group(
            [("program_id", "in", self.ids), ("purpose", "=", PURPOSE), ("period", ">=", since)],
            ["program_id", "res_model", "res_id"],
            ["period:max"],
        )
        latest = {}
        for program, model, res_id, week in rows:
            latest.setdefault(program.id, {})[model, res_id] = week
        return latest

    @api.model
    def _render_editions(self, editions) -> dict:
        """Return the mail of each edition, its programs rendered together wherever the rest is the same."""
        groups = {}
        for edition in editions:
            groups.setdefault((edition.audience, edition.lang, edition.today), []).append(edition)
        mails = {}
        for (audience, lang, today), group in groups.items():
            programs = self.with_context(lang=lang).browse({edition.program_id for edition in group})
            section = self.env["rollout.digest.section"].with_context(lang=lang)
            bodies = section._render_digests(programs, audience, today, LINK_PLACEHOLDER)
            for edition in group:
                program = programs.browse(edition.program_id)
                mails[edition] = program._prepare_digest_mail(
                    program._get_digest_subject(), str(bodies[edition.program_id])
                )
        return mails

    def _queue_digests(self, purpose, period, readers, mail):
        """Queue a mail to each of ``readers`` that is the same for all, but for the link that ends it.

        :param mail: values of ``mail.mail``, whose body holds ``LINK_PLACEHOLDER``
        """
        self.ensure_one()
        optouts = self.env["rollout.digest.optout"]
        base_url = self.get_base_url()
        headers = {**self._get_digest_headers(), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        for model in sorted({reader.model for reader in readers}):
            reader_by_id = {reader.id: reader for reader in readers if reader.model == model}

            def prepare(record, reader_by_id=reader_by_id):
                link = f"{base_url}/rollout/digest/{optouts._make_token(self, reader_by_id[record.id])}"
                return {
                    **mail,
                    "body_html": mail["body_html"].replace(LINK_PLACEHOLDER, link),
                    "headers": {**headers, "List-Unsubscribe": f"<{link}>"},
                }

            self.env["rollout.mailing"]._queue_once(
                self,
                purpose,
                period,
                self.env[model].browse(reader_by_id),
                email_of=lambda record, reader_by_id=reader_by_id: reader_by_id[record.id].email,
                prepare=prepare,
            )
