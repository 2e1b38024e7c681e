from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from ..tools.log_entry import LogEntry
from ..tools.week import iso_week, local_day, weekly_moment_utc


class RolloutProgram(models.Model):
    """One company's launch: who stands behind it, and the departments that go live one by one."""

    _name = "rollout.program"
    _description = "Rollout Program"
    _inherit = [
        "rollout.calendar.mixin",
        "rollout.name.mixin",
        "mail.thread",
        "rollout.asking.mixin",
    ]
    _program_path = ""
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"company_id"})
    _named_within = "company_id"
    _recorded_fields = frozenset({"name", "active", "lead_id", "partner_id"})

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    sponsor_id = fields.Many2one(
        "res.users",
        check_company=True,
        domain="[('share', '=', False)]",
        help="The member of leadership who signs the expectations and receives the digest.",
    )
    lead_id = fields.Many2one(
        "res.users",
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Runs the launch day by day.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Implementation Partner",
        tracking=True,
        check_company=True,
        help="The firm or consultant who implements Odoo with you.",
    )
    phase_ids = fields.One2many("rollout.phase", "program_id", "Phases")
    phase_count = fields.Integer(compute="_compute_phase_figures")
    live_phase_count = fields.Integer("Phases Live", compute="_compute_phase_figures")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        help="Follows from the stages of the phases.",
    )
    date_start = fields.Date("First Go-Live", compute="_compute_dates", store=True, help="The earliest go-live.")
    date_end = fields.Date("Last Go-Live", compute="_compute_dates", store=True, help="The latest go-live.")
    champion_minimum = fields.Integer(
        "Champions per Department",
        default=2,
        tracking=True,
        help="The least number of champions with whom a department may go live.",
        aggregator=None,
    )
    staff_per_champion = fields.Integer(
        default=15, tracking=True, help="A department needs one champion for this many people.", aggregator=None
    )

    champion_time_minimum = fields.Float(
        "Champion's Time (%)",
        default=20,
        tracking=True,
        help="A champion with a smaller share of the week is flagged. A day of five is a convention.",
        aggregator=None,
    )

    _champion_minimum_positive = models.Constraint(
        "CHECK (champion_minimum > 0)", "A department needs at least one champion."
    )
    _staff_per_champion_positive = models.Constraint(
        "CHECK (staff_per_champion > 0)", "One champion must stand for at least one person."
    )

    @api.depends("phase_ids.stage_code")
    def _compute_phase_figures(self):
        counts = {
            (program.id, code): count
            for program, code, count in self.env["rollout.phase"]._read_group(
                [("program_id", "in", self.ids)], ["program_id", "stage_code"], ["__count"]
            )
        }
        for program in self:
            figures = {code: n for (program_id, code), n in counts.items() if program_id == program.id}
            program.phase_count = sum(figures.values())
            program.live_phase_count = figures.get("live", 0)

    @api.depends("phase_ids.stage_code")
    def _compute_state(self):
        for program in self:
            codes = set(program.phase_ids.mapped("stage_code"))
            if not codes or codes <= {"preparing", "ready"}:
                program.state = "planned"
            elif codes == {"cancelled"}:
                program.state = "cancelled"
            elif codes <= {"stable", "cancelled"}:
                program.state = "done"
            else:
                program.state = "running"

    @api.depends("phase_ids.planned_go_live", "phase_ids.go_live_date", "phase_ids.stage_code")
    def _compute_dates(self):
        for program in self:
            phases = program.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
            days = [day for p in phases if (day := p.go_live_date or p.planned_go_live)]
            program.date_start = min(days, default=False)
            program.date_end = max(days, default=False)

    @api.constrains("company_id")
    def _check_company_with_phases(self):
        for program in self:
            companies = program.phase_ids.department_id.company_id
            if not all(program.company_id._has_branch(company) for company in companies):
                raise ValidationError(
                    self.env._("“%s” has phases for departments of another company.", program.display_name)
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        names = [self.env._("%s (copy)", program.name) for program in self]
        return [{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)]

    def action_view_phases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_phase.rollout_phase_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

    def _get_due_week(self, weekday: str, hour: float, tz: str | None = None) -> str | None:
        """Return the current ISO week if its weekly moment has come, such as Monday at eight.

        Only ever the current one: after a standstill nobody gets the mails of past weeks.

        :param weekday: a weekday field's value, "0" is Monday
        :param hour: local time as hours since midnight
        :param tz: where it is that weekday and hour, in the program's time zone if not given
        """
        self.ensure_one()
        tz = tz or self._get_timezone()
        now = fields.Datetime.now()
        week = iso_week(local_day(now, tz))
        moment = weekly_moment_utc(week, int(weekday), hour, tz)
        return week if now >= moment else None

    def _get_staff_by_phase(self) -> dict:
        """Return the people whom each phase concerns: who of its members works for the company or a branch of it.

        :return: ``{phase: hr.employee recordset}`` with an entry for each phase of ``self``
        """
        result = {}
        for phase, members in self._get_members_by_phase().items():
            companies = members.company_id.filtered(phase.program_id.company_id._has_branch)
            result[phase] = members.filtered(lambda member, companies=companies: member.company_id in companies)
        return result

    def _get_staff_in_launch(self) -> dict:
        """Return those of whom the launch asks something each week, as ``{phase in launch: hr.employee recordset}``."""
        return {phase: staff for phase, staff in self._get_staff_by_phase().items() if phase.is_in_launch}

    def _find_phase_of(self, employees):
        """Return the phase in launch of this program to which the first of ``employees`` belongs, or none."""
        self.ensure_one()
        phase_by_department = self._get_phase_by_department()
        for employee in employees.filtered(lambda employee: self.company_id._has_branch(employee.company_id)):
            nearest = self._find_nearest_phase(employee.department_id, phase_by_department)
            if nearest.is_in_launch:
                return nearest
        return self.env["rollout.phase"]

    def _get_phase_by_department(self) -> dict:
        """Return the phases that concern anybody, as ``{department id: phase}``."""
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return {phase.department_id.id: phase for phase in phases}

    @api.model
    def _find_nearest_phase(self, department, phase_by_department: dict):
        """Return the phase of ``department``, or else of the nearest department above it that has one."""
        path = [int(part) for part in (department.parent_path or "").split("/") if part]
        nearest = (phase_by_department[id_] for id_ in reversed(path) if id_ in phase_by_department)
        return next(nearest, self.env["rollout.phase"])

    @api.model
    def _get_only_program(self):
        """Return the program of the user's company, if there is only one to choose from."""
        programs = self.search([("company_id", "parent_of", self.env.company.id)], limit=2)
        return programs if len(programs) == 1 else self.browse()

    def _get_members_by_phase(self) -> dict:
        """Return the active employees of each phase's department, whatever company they work for.

        A department includes its sub-departments, except those that have a phase of their own in
        the same program: every employee counts once per program. Cancelled phases have no members.

        :return: ``{phase: hr.employee recordset}`` with an entry for each phase of ``self``
        """
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        # Who may see a phase may see how many people it concerns, without HR's access rights.
        departments_sudo = self.env["hr.department"].sudo().search([("id", "child_of", phases.department_id.ids)])
        # All of them at once, and of each no more than this: there may be ten thousand.
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search_fetch([("department_id", "in", departments_sudo.ids)], ["department_id", "company_id"])
        )
        employees_by_department = employees_sudo.grouped("department_id")
        result = {phase: employees_sudo.browse() for phase in self.phase_ids}
        for program in self:
            phase_by_department = program._get_phase_by_department()
            for department_sudo, employees in employees_by_department.items():
                if nearest := self._find_nearest_phase(department_sudo, phase_by_department):
                    result[nearest] |= employees
        return result

    def _check_reason(self, reason: str) -> None:
        """Hook: refuse a reason that isn't whoever gives it to tell; everybody reads it on the phase.

        :raise ValidationError: saying what is wrong with it
        """

    def _log_intake(self, entries: list[LogEntry]):
        """Take in what somebody should look at, from whatever way it came: the one entrance to the log.

        Here, without a log, each entry becomes a note on its phase or the program.

        :return: what became of the entries, in their order: log items, or notes (``mail.message``)
        """
        self.ensure_one()
        notes = self.env["mail.message"]
        for entry in entries:
            phase = self.env["rollout.phase"].browse(entry.phase_id)
            body = "\n".join(filter(None, [entry.summary, entry.description]))
            notes += (phase or self).message_post(body=plaintext2html(body))
        return notes
