from odoo import api, models
from odoo.tools import email_normalize

from odoo.addons.rollout_phase.tools.zone import first_zone

from ..tools.reader import Reader, one_each


class RolloutProgram(models.Model):
    """Whom the digest reaches: each person once, in the role that is closest to the launch."""

    _inherit = "rollout.program"

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
        # As above.
        everybody_sudo = self.env["hr.employee"].sudo().union(*staff.values())
        everybody_sudo.mapped("resource_calendar_id.tz")
        for program in programs:
            own = [people for phase, people in staff.items() if phase.program_id == program]
            # Their address and language are for their own mail alone.
            employees_sudo = self.env["hr.employee"].sudo().union(*own).sorted("id")
            candidates[program]["staff"] = list(map(program._prepare_employee_reader, employees_sudo))

    def _find_reader(self, model: str, res_id: int) -> Reader:
        """Return who gets this program's mails under a name of the ledger's."""
        # As above.
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
        # That of the company is no more than what the program's own time zone follows.
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
