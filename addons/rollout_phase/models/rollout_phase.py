from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from odoo.addons.rollout_base.tools.reader_dates import format_date

from ..tools.timing import WINDOW_DAYS, months_around, near_month_end, overlaps

# Which department goes when, and whether at all: the lead decides.
LEAD_FIELDS = {"active", "department_id", "program_id", "sequence"}
# In which stages a department's staff take part in the launch.
IN_LAUNCH = ("preparing", "ready", "live")


class RolloutPhase(models.Model):
    """One department's go-live."""

    _name = "rollout.phase"
    _description = "Rollout Phase"
    _inherit = [
        "rollout.branch.mixin",
        "rollout.calendar.mixin",
        "rollout.name.mixin",
        "mail.tracking.duration.mixin",
        "rollout.asking.mixin",
        "rollout.scheduler.mixin",
    ]
    _track_duration_field = "stage_id"
    _order = "program_id, sequence, planned_go_live, id"
    _check_company_auto = True
    _system_fields = frozenset({"stage_id"})
    _owner_fields = frozenset({"program_id"})
    _branch_fields = frozenset({"department_id"})
    _asking_fields = frozenset({"program_id"})
    _named_like = "department_id"
    _recorded_fields = frozenset({"stage_id", "go_live_date", "planned_go_live", *LEAD_FIELDS})

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10, tracking=True)
    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="restrict", tracking=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
    )
    stage_id = fields.Many2one(
        "rollout.phase.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        group_expand="_group_expand_stage_id",
        default=lambda self: self._get_stage("preparing"),
    )
    stage_code = fields.Selection(related="stage_id.code", store=True, index=True)
    is_in_launch = fields.Boolean(
        "In Launch",
        compute="_compute_is_in_launch",
        search="_search_is_in_launch",
        help="Its staff take part in what happens every week, until it is stable.",
    )
    planned_go_live = fields.Date("Planned Go-Live", tracking=True, help="The day on which the department is to start.")
    go_live_date = fields.Date(
        "Go-Live", readonly=True, tracking=True, copy=False, help="Day 0, set when it went live."
    )
    day = fields.Integer("Days Live", compute="_compute_day", help="Days since go-live, which is day 0.")
    app_ids = fields.Many2many(
        "ir.module.module",
        string="Apps",
        domain=[("application", "=", True)],
        groups="rollout_phase.group_rollout_champion",
        help="The apps with which the department starts.",
    )
    champion_ids = fields.One2many("rollout.champion", "phase_id", "Champions", copy=False)
    staff_count = fields.Integer("Staff", compute="_compute_staff_count", help="Employees whom this go-live concerns.")
    staff_warning = fields.Char(compute="_compute_staff_warning", help="Who in the department is left out, and why.")
    timing_warnings = fields.Text(
        "Timing", compute="_compute_timing_warnings", help="Why the planned day may be a bad one."
    )
    hypercare_end = fields.Date(
        "Hypercare Until",
        compute="_compute_hypercare_end",
        help="When hypercare usually ends. It does end once its exit criteria are met.",
    )
    note_ids = fields.One2many("rollout.phase.note", "phase_id", "Stored Confidential Notes", readonly=True, copy=False)
    note = fields.Html(
        "Confidential Notes",
        compute="_compute_note",
        inverse="_inverse_note",
        help="Champions, the lead and the sponsor read this. What everybody may learn from belongs to the lessons.",
    )
    lessons = fields.Html(
        "Lessons Learned", help="What the next department should know. Everybody in the company may read it."
    )
    previous_phase_id = fields.Many2one(
        "rollout.phase",
        "Learns From",
        index=True,
        copy=False,
        ondelete="set null",
        check_company=True,
        domain="[('program_id', '=', program_id), ('id', '!=', id)]",
    )
    previous_lessons = fields.Html(related="previous_phase_id.lessons", string="Lessons of the Earlier Department")
    # The public employee, which everybody may read.
    advocate_ids = fields.Many2many(
        "hr.employee.public",
        string="Champions of the Earlier Department",
        compute="_compute_advocate_ids",
        help="They can tell how their own go-live was.",
    )

    _department_unique = models.UniqueIndex(
        "(program_id, department_id)", "This department already has a phase in this program."
    )

    @api.depends("department_id")
    def _compute_name(self):
        for phase in self:
            phase.name = phase.name or phase.department_id.name

    @api.depends("stage_code")
    def _compute_is_in_launch(self):
        for phase in self:
            phase.is_in_launch = phase.stage_code in IN_LAUNCH

    @api.model
    def _search_is_in_launch(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Odoo asks for one of the two, or for both.
        domains = {True: Domain("stage_code", "in", IN_LAUNCH), False: Domain("stage_code", "not in", IN_LAUNCH)}
        return Domain.OR(domains[bool(each)] for each in value)

    @api.depends("go_live_date")
    def _compute_day(self):
        today_by_program = {program: program._get_today() for program in self.program_id}
        for phase in self:
            if phase.go_live_date:
                phase.day = (today_by_program[phase.program_id] - phase.go_live_date).days
            else:
                phase.day = 0

    @api.depends("department_id")
    def _compute_staff_count(self):
        staff_by_phase = self.program_id._get_staff_by_phase()
        for phase in self:
            phase.staff_count = len(staff_by_phase.get(phase._origin, ()))

    @api.depends("department_id", "company_id")
    def _compute_staff_warning(self):
        members_by_phase = self.program_id._get_members_by_phase()
        for phase in self:
            members_sudo = members_by_phase.get(phase._origin, self.env["hr.employee"])
            outside = sum(not phase.company_id._has_branch(member.company_id) for member in members_sudo)
            phase.staff_warning = bool(outside) and self.env._(
                "%(number)d more work in this department, for a company that is neither %(company)s nor one of its "
                "branches: this go-live doesn't count or ask them.",
                number=outside,
                company=phase.company_id.sudo().name,  # as everybody reads it on the phase
            )

    @api.depends(
        "planned_go_live",
        "stage_code",
        "program_id.phase_ids.planned_go_live",
        "program_id.phase_ids.go_live_date",
        "program_id.phase_ids.stage_code",
        "program_id.phase_ids.sequence",
        "program_id.order_rule",
    )
    def _compute_timing_warnings(self):
        warnings = self._get_timing_warnings()
        for phase in self:
            phase.timing_warnings = "\n".join(warnings.get(phase.id, {}).values()) or False

    @api.depends("go_live_date", "program_id.hypercare_days")
    def _compute_hypercare_end(self):
        for phase in self:
            phase.hypercare_end = phase.go_live_date and (
                phase.go_live_date + timedelta(days=phase.program_id.hypercare_days)
            )

    @api.depends_context("uid")
    @api.depends("note_ids.text")
    def _compute_note(self):
        # Searched for with the reader's own rights.
        notes = self.env["rollout.phase.note"].search([("phase_id", "in", self.ids)])
        text_by_phase = {note.phase_id.id: note.text for note in notes}
        for phase in self:
            phase.note = text_by_phase.get(phase._origin.id, False)

    def _inverse_note(self):
        # Whoever may change the phase may change its notes, which are changed nowhere else.
        notes_sudo = self.env["rollout.phase.note"].sudo()
        self._wait_turn()
        for phase in self:
            note_sudo = notes_sudo.search([("phase_id", "=", phase.id)])
            if note_sudo:
                note_sudo.text = phase.note
            elif not is_html_empty(phase.note):
                notes_sudo.create({"phase_id": phase.id, "text": phase.note})

    @api.depends("previous_phase_id.champion_ids.employee_id")
    def _compute_advocate_ids(self):
        for phase in self:
            phase.advocate_ids = [Command.set(phase.previous_phase_id.champion_ids.employee_id.ids)]

    @api.constrains("previous_phase_id")
    def _check_previous_phase_id(self):
        if self._has_cycle("previous_phase_id"):
            raise ValidationError(self.env._("A phase can't learn from itself."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        if with_history := self.filtered(lambda phase: phase._has_history()):
            raise UserError(
                self.env._(
                    "“%s” has a history, which is kept. Archive it instead.",
                    with_history[0].display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        phases = super().create(vals_list)
        if not self.env.su:
            phases._refuse_second_launch()
        phases._add_missing_gate_checks()
        return phases

    def write(self, vals):
        if "planned_go_live" in vals:
            day = fields.Date.to_date(vals["planned_go_live"])
            self.filtered(lambda phase: phase.planned_go_live != day)._void_accepted_timing()
        moved = self.browse()
        if "program_id" in vals:
            moved = self.filtered(lambda phase: phase.program_id.id != vals["program_id"])
            moved._refuse_to_leave_history()
        if not self.env.su:
            self._ensure_may_plan(vals, moved)
        program_by_phase = {phase: phase.program_id for phase in moved}
        result = super().write(vals)
        # The other program may be another company's.
        moved._check_company()
        if not self.env.su and ("department_id" in vals or vals.get("active")):
            self._refuse_second_launch()
        for phase, program in program_by_phase.items():
            phase._tell_change_of_program(program)
        return result

    @api.model
    def _explain_guard(self, names):
        if names & {"stage_id", "stage_code", "go_live_date"}:
            return self.env._("A phase changes its stage only through its buttons, behind its gate.")
        return super()._explain_guard(names)

    # The lead decides which departments go live, and when; what is in launch or has a history stays.

    def _ensure_may_plan(self, vals, moved):
        """Let leads alone plan which departments go when; what is in launch stays there.

        :param moved: those of ``self`` that ``vals`` would put into another program
        """
        if not LEAD_FIELDS & vals.keys():
            return
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead decides which departments go live, and in which order."))
        if not vals.get("active", True):
            self.filtered("active")._refuse_to_leave_launch()
        for phase in self:
            if phase.go_live_date and phase.department_id.id != vals.get("department_id", phase.department_id.id):
                raise UserError(self.env._("“%s” has been live: it stays with its department.", phase.display_name))
        for phase in moved:
            sponsor = phase.program_id.sponsor_id
            if sponsor and sponsor != self.env.user and phase._get_all_checks().filtered("is_demanded"):
                raise AccessError(
                    self.env._(
                        "Only the sponsor of “%(program)s”, %(sponsor)s, lets a department go to another program.",
                        program=phase.program_id.display_name,
                        sponsor=sponsor.name,
                    )
                )

    def _refuse_to_leave_launch(self):
        """
        :raise UserError: one of these is in launch, and would be forgotten by all that looks after it
        """
        if in_launch := self.filtered("is_in_launch")[:1]:
            raise UserError(
                self.env._(
                    "“%s” is in launch. Archive it once it is stable, or cancel it first.",
                    in_launch.display_name,
                )
            )

    def _refuse_second_launch(self):
        """
        :raise UserError: another program launches one of these departments
        """
        for phase in self:
            if other_sudo := self._find_launched_elsewhere(phase.department_id, phase.program_id)[:1]:
                raise UserError(
                    self.env._(
                        "“%(department)s” is launched in “%(program)s”, and only once at a time.",
                        department=other_sudo.department_id.name,
                        program=other_sudo.program_id.name,
                    )
                )

    def _holds_department(self) -> bool:
        """Tell whether the department may not be launched in another program, because of this phase."""
        self.ensure_one()
        return self.is_in_launch

    @api.model
    def _find_launched_elsewhere(self, departments, program):
        """Return the phases by which another program than ``program`` holds these departments."""
        # Whoever may see the other program, the department is the same.
        phases_sudo = self.sudo().with_context(active_test=False)
        others_sudo = phases_sudo.search(
            [("department_id", "in", departments.ids), ("program_id", "not in", program.ids)]
        )
        return others_sudo.filtered(lambda other: other._holds_department())

    def _tell_change_of_program(self, old):
        """Keep on record on both programs that the department has moved, and write to their sponsors."""
        self.ensure_one()
        for program in old | self.program_id:
            program._post_on_record(
                self.env._(
                    "“%(phase)s” was moved by %(user)s: %(old)s → %(new)s",
                    phase=self.name,
                    user=self.env.user.name,
                    old=old.name,
                    new=self.program_id.name,
                ),
                partner_ids=program.sponsor_id.filtered(program._lets_in).partner_id.ids,
            )

    def _has_history(self) -> bool:
        """Tell whether something was decided about this phase that is to be kept."""
        return bool(self.go_live_date or self.override_ids or self.sudo()._get_all_checks().filtered("waived_on"))

    def _refuse_to_leave_history(self):
        if with_history := self.filtered(lambda phase: phase._has_history()):
            raise UserError(
                self.env._("“%s” has a history in its program, and stays there.", with_history[0].display_name)
            )

    @api.model
    def _get_stage(self, code: str):
        """Return the stage record with that code."""
        return self.env["rollout.phase.stage"].search([("code", "=", code)], limit=1)

    @api.model
    def _group_expand_stage_id(self, stages, domain):
        return stages.search([("code", "!=", False)])

    # When: the order of the departments, and days that are bad ones.

    def _goes_after(self, other) -> bool:
        """Tell whether ``other``, a phase of the same program, has its turn before this one.

        Phases of the same rank go by their planned dates; without these, side by side.
        """
        if self.sequence != other.sequence:
            return other.sequence < self.sequence
        days = other.planned_go_live, self.planned_go_live
        return all(days) and days[0] < days[1]

    def _get_timing_warnings(self) -> dict[int, dict[str, str]]:
        """Return why the planned days of phases that aren't live yet may be bad ones.

        :return: ``{phase_id: {key: sentence}}``; the key stays the same in every language
        """
        years = self._get_meant_years()
        waiting = self.filtered(
            lambda phase: (
                phase.program_id
                and phase.planned_go_live
                and phase.planned_go_live.year in years
                and phase.stage_code in ("preparing", "ready")
            )
        )
        result = {phase.id: {} for phase in waiting}
        # The programs of a company share its working schedule: one look at it serves them all.
        working_days_by_company = {
            company: phases.program_id[0]._get_working_days(*months_around(phases.mapped("planned_go_live")))
            for company, phases in waiting.grouped(lambda phase: phase.program_id.company_id).items()
        }
        for program, phases in waiting.grouped("program_id").items():
            others = program._origin.phase_ids.filtered(
                lambda other: other.stage_code != "cancelled" and (other.go_live_date or other.planned_go_live)
            )
            working_days = working_days_by_company[program.company_id]
            for phase in phases:
                warnings = result[phase.id]
                for other in others - phase._origin:
                    other_day = other.go_live_date or other.planned_go_live
                    if overlaps(phase.planned_go_live, other_day):
                        warnings[f"overlap:{other.id}"] = self.env._(
                            "%(other)s goes live on %(day)s, less than %(days)s days away: both "
                            "would need the same helpers at once.",
                            other=other.name,
                            day=format_date(self.env, other_day),
                            days=WINDOW_DAYS,
                        )
                    if (
                        program.order_rule != "off"
                        and other.sequence < phase.sequence
                        and phase.planned_go_live < other_day
                    ):
                        warnings[f"order:{other.id}"] = self.env._(
                            "%(other)s has its turn first, and goes live only on %(day)s: change the order of the "
                            "phases, or one of the days.",
                            other=other.name,
                            day=format_date(self.env, other_day),
                        )
                if end := near_month_end(phase.planned_go_live, working_days):
                    warnings[f"month_end:{end}"] = self.env._(
                        "The month end on %(day)s is near: everybody is busy closing the books around that day.",
                        day=format_date(self.env, end),
                    )
        return result

    def _void_accepted_timing(self):
        """Take back what was accepted for another day."""
        # Confirmations are guarded against clients; a champion may move the day, too.
        checks_sudo = self.sudo().gate_check_ids.filtered(lambda check: check.kind == "timing" and check.confirmed_on)
        checks_sudo.action_withdraw()

    # The department's champions, and what follows from who they are.

    def _get_champion_employees(self):
        """Return the phases' champions who still work here, the first champion first, with elevated rights."""
        # Whether somebody still works here is the same for everybody, and HR's to see.
        return self.sudo().champion_ids.sorted("id").employee_id.filtered("active")

    def _get_champion_users(self):
        """Return the users of the phases' champions, the first champion's first."""
        return self._get_champion_employees().user_id.filtered("active").sudo(self.env.su)

    def _get_champion_contacts(self):
        """Return the contacts of the phases' champions, also of those without a user."""
        return self._get_contacts(self._get_champion_employees())

    def _get_contacts(self, employees):
        """Return the contacts of these employees, also of those without a user."""
        # Contacts of employees are HR's; who is invited is the program's business.
        contacts = self.env["res.partner"]
        for employee_sudo in employees.sudo():
            contacts |= employee_sudo.user_id.partner_id or employee_sudo.work_contact_id
        return contacts

    def _get_role_users(self, role):
        # An employee who has left is no champion any more, whatever has become of their user.
        if role == "champion":
            return self._get_champion_employees().user_id.sudo(self.env.su) or self.program_id.lead_id
        return super()._get_role_users(role)

    def _on_champions_change(self, gone, come):
        """Hook: employees have become champions of these phases, or aren't any more."""
        # A champion may also own items of the log.
        self.program_id._get_asked_tasks()._place()
