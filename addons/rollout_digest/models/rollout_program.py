from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, split_every

from odoo.addons.rollout_base.models.ir_cron import Step
from odoo.addons.rollout_base.tools.week import WEEKDAYS, local_day
from odoo.addons.rollout_phase.models.rollout_mailing import AUTOMATIC_HEADERS
from odoo.addons.rollout_phase.tools.zone import first_zone

from ..tools.reader import Reader, one_each
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

    It is rendered once for each edition, and reaches each person once, in the role that is closest to the launch.
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

    @api.model
    def _get_own_optout_domain(self) -> list:
        return ["|", ("user_id", "=", self.env.uid), ("employee_id.user_id", "=", self.env.uid)]

    # Whom the digest reaches.

    def _get_digest_readers(self) -> dict:
        """Return who gets which digest, as ``{program: {audience: readers}}``; nobody gets two.

        Somebody with several roles gets the digest of the first of sponsor, lead, champion and staff
        that is switched on. Who has unsubscribed is left out, also where others share the mailbox.
        """
        candidates = {program: {} for program in self}
        self._add_user_readers(candidates)
        self._add_employee_readers(candidates)
        return self._choose_readers(candidates)

    def _get_audience_readers(self, audience: str) -> list:
        """Return who gets the mail to this audience now."""
        self.ensure_one()
        return self._get_digest_readers()[self].get(audience, [])

    def _choose_readers(self, candidates) -> dict:
        stopped = self.env["rollout.digest.optout"]._get_keys(self)
        return {
            program: {
                audience: [reader for reader in readers if stopped[program.id].isdisjoint(reader.keys)]
                for audience, readers in one_each(by_audience).items()
            }
            for program, by_audience in candidates.items()
        }

    def _add_user_readers(self, candidates):
        employees = self._get_employees_by_user(self.sponsor_id | self.lead_id)
        for program in self:
            for audience, user in (("sponsor", program.sponsor_id), ("lead", program.lead_id)):
                if user and program._lets_in(user) and program[f"digest_{audience}"]:
                    candidates[program][audience] = [program._prepare_user_reader(user, employees)]

    @api.model
    def _get_employees_by_user(self, users) -> dict:
        # They only tell here that they are the same person, in whatever company.
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
        return employees_sudo.search_fetch([("user_id", "in", users.ids)], ["user_id"]).grouped("user_id")

    def _add_employee_readers(self, candidates):
        programs = self.filtered("digest_champions")
        phases = programs.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        # Only HR sees a schedule, too. It is that of an employee's version, which would be read program by program.
        champions_sudo = phases.champion_ids.employee_id.sudo()
        champions_sudo.mapped("resource_calendar_id.tz")
        for program, own in phases.champion_ids.grouped(lambda champion: champion.phase_id.program_id).items():
            # The work address and the language are HR's to see; only the mail's wording shows them.
            employees_sudo = own.employee_id.sudo().filtered("active").sorted("id")
            candidates[program]["champion"] = list(map(program._prepare_employee_reader, employees_sudo))
        programs = self.filtered("digest_staff")
        staff = programs._get_staff_in_launch()
        # Only HR sees a schedule, of which the time zone is taken, and the address and language of others.
        everybody_sudo = self.env["hr.employee"].sudo().union(*staff.values())
        everybody_sudo.mapped("resource_calendar_id.tz")
        for program in programs:
            own = [people for phase, people in staff.items() if phase.program_id == program]
            # Their address and language are for their own mail alone.
            employees_sudo = self.env["hr.employee"].sudo().union(*own).sorted("id")
            candidates[program]["staff"] = list(map(program._prepare_employee_reader, employees_sudo))

    def _find_reader(self, model: str, res_id: int) -> Reader:
        """Return who gets this program's mails under a name of the ledger's."""
        # Their address and language are for their own mail alone.
        record_sudo = self.env[model].sudo().browse(res_id)
        if model == "res.users":
            return self._prepare_user_reader(record_sudo, self._get_employees_by_user(record_sudo))
        return self._prepare_employee_reader(record_sudo)

    def _prepare_user_reader(self, user, employees_by_user) -> Reader:
        # Another user's address and language are not everybody's to read; the mail is theirs.
        user_sudo = user.sudo()
        own = employees_by_user.get(user_sudo, self.env["hr.employee"])
        return self._prepare_reader(user_sudo, user_sudo, user_sudo.email, {("hr.employee", id_) for id_ in own.ids})

    def _prepare_employee_reader(self, employee) -> Reader:
        user = employee.user_id
        keys = {("res.users", user.id)} if user else set()
        # Shop-floor staff never choose a time zone: they work by their site's schedule.
        # The company's schedule says no more than the program's own time zone, which follows it.
        schedule = employee.resource_calendar_id - self.company_id.resource_calendar_id
        return self._prepare_reader(employee, user, employee.work_email, keys, employee.lang, schedule.tz)

    def _prepare_reader(self, record, user, email, keys, lang=None, tz=None) -> Reader:
        """Return a reader with their own language and time zone, or else the company's."""
        keys = {(record._name, record.id), *keys}
        if address := email_normalize(email or ""):
            keys.add(("email", address))
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        wanted = [user.lang, lang, self.company_id.partner_id.lang]
        return Reader(
            model=record._name,
            id=record.id,
            email=email,
            lang=next((code for code in wanted if code in installed), installed[0]),
            tz=first_zone(user.tz, tz, self._get_timezone()),
            keys=frozenset(keys),
        )

    # What it looks like.

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

    # When it leaves.

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
