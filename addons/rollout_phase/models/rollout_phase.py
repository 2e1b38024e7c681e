from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# Which department goes when, and whether at all: the lead decides.
LEAD_FIELDS = {"active", "department_id", "program_id", "sequence"}

# In which stages a department's staff take part in the launch.
IN_LAUNCH = ("preparing", "ready", "live")

# The moments that a phase in each stage still has before it.
MOMENTS_AHEAD = {
    "preparing": ("go_live", "stable"),
    "ready": ("go_live", "stable"),
    "live": ("stable",),
}


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
    gate_check_ids = fields.One2many(
        "rollout.gate.check", "phase_id", "Gate", domain=[("moment", "=", "go_live")], copy=False
    )
    gate_total = fields.Integer("Checks", compute="_compute_gate")
    gate_passed = fields.Integer("Checks Passed", compute="_compute_gate")
    gate_open = fields.Boolean("Gate Is Open", compute="_compute_gate", help="Every mandatory check passes.")
    override_ids = fields.One2many("rollout.gate.override", "phase_id", "Overrides", copy=False)
    can_override = fields.Boolean(compute="_compute_can_override")

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

    @api.depends("gate_check_ids.state", "gate_check_ids.mandatory", "override_ids")
    def _compute_gate(self):
        # The gate's answer is the same for everybody who sees the phase.
        self.sudo().gate_check_ids._judge_together()
        for phase_sudo in self.sudo():
            checks_sudo = phase_sudo.gate_check_ids
            phase_sudo.gate_total = len(checks_sudo)
            phase_sudo.gate_passed = len(checks_sudo.filtered(lambda check: check.state == "pass"))
            phase_sudo.gate_open = not phase_sudo._get_blocking_checks()

    @api.depends_context("uid")
    @api.depends("program_id.sponsor_id", "gate_open", "stage_code")
    def _compute_can_override(self):
        for phase in self:
            phase.can_override = (
                phase.program_id.sponsor_id == self.env.user
                and phase.stage_code in ("preparing", "ready")
                and not phase.gate_open
            )

    @api.model
    def _get_stage(self, code: str):
        """Return the stage record with that code."""
        return self.env["rollout.phase.stage"].search([("code", "=", code)], limit=1)

    @api.model
    def _group_expand_stage_id(self, stages, domain):
        return stages.search([("code", "!=", False)])

    @api.model_create_multi
    def create(self, vals_list):
        phases = super().create(vals_list)
        if not self.env.su:
            phases._refuse_second_launch()
        phases._add_missing_gate_checks()
        return phases

    def write(self, vals):
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
    def _explain_guard(self, names):
        if names & {"stage_id", "stage_code", "go_live_date"}:
            return self.env._("A phase changes its stage only through its buttons, behind its gate.")
        return super()._explain_guard(names)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        if with_history := self.filtered(lambda phase: phase._has_history()):
            raise UserError(
                self.env._(
                    "“%s” has a history, which is kept. Archive it instead.",
                    with_history[0].display_name,
                )
            )

    def action_mark_ready(self):
        self._lock_for_stage_change({"preparing"})
        self._ensure_gate_open()
        self._set_stage("ready")

    def action_back_to_preparing(self):
        self._lock_for_stage_change({"ready", "cancelled"})
        if self.filtered("go_live_date"):
            raise UserError(self.env._("A phase that has been live can't be prepared again."))
        self._set_stage("preparing")

    def action_go_live(self):
        """Take the departments live today, if every mandatory check of their gates passes."""
        self._lock_for_stage_change({"preparing", "ready"})
        self._refuse_second_launch()
        for phase in self:
            # The day that is judged is the day on which it happens, whatever was planned.
            phase.planned_go_live = phase.program_id._get_today()
        self._ensure_gate_open()
        for phase in self:
            # Only this action may set day 0; the lead's right was checked above.
            phase.sudo().go_live_date = phase.planned_go_live
            phase._post_gate_result()
        self._set_stage("live")
        self._on_go_live()

    def action_mark_stable(self):
        """End hypercare, if every mandatory exit criterion holds."""
        self._lock_for_stage_change({"live"})
        self._ensure_gate_open("stable")
        for phase in self:
            phase._post_gate_result("stable")
        self._set_stage("stable")

    def action_cancel(self):
        self._lock_for_stage_change({"preparing", "ready", "live"})
        for phase in self:
            phase._post_on_record(
                self.env._("%s has cancelled this go-live.", self.env.user.name),
                partner_ids=phase.program_id.sponsor_id.filtered(phase.program_id._lets_in).partner_id.ids,
            )
        self._set_stage("cancelled")

    def _on_go_live(self):
        """Hook: the phases of ``self`` have just gone live, in this transaction."""

    def _lock_for_stage_change(self, codes: set[str]):
        """Make sure that the lead alone, and nobody else at this moment, moves these phases.

        :raise AccessError: the user is not a rollout lead
        :raise UserError: somebody else is moving a phase, or a phase isn't in one of ``codes``
        """
        if not (self.env.su or self.env.user.has_group("rollout_phase.group_rollout_lead")):
            raise AccessError(self.env._("Only a rollout lead may change the stage of a phase."))
        self.check_access("write")
        self._wait_turn()
        for phase in self:
            if phase.stage_code not in codes:
                raise UserError(
                    self.env._(
                        "“%(phase)s” is already in stage “%(stage)s”.",
                        phase=phase.display_name,
                        stage=phase.stage_id.name,
                    )
                )

    def _set_stage(self, code: str):
        # The stage is guarded against clients; whoever gets here has passed the lock above.
        self.sudo().stage_id = self._get_stage(code)

    def _get_moments_ahead(self) -> tuple[str, ...]:
        """Return the moments that the phase still has before it."""
        self.ensure_one()
        return MOMENTS_AHEAD.get(self.stage_code, ())

    def _get_all_checks(self):
        return self.gate_check_ids.union(*map(self._get_checks, self._get_moments()))

    @api.model
    def _get_moments(self) -> dict[str, dict]:
        """Return what is particular of each moment at which checks are asked, in the reader's language.

        :return: by the value of ``moment`` on a check: ``checks`` (the field that holds them), ``needs_go_live``
            (whether they are confirmed only once the department is live), ``refusal`` (with ``%(phase)s`` and
            ``%(reasons)s``) and ``result``, the heading of the note on how they stood
        """
        return {
            "go_live": {
                "checks": "gate_check_ids",
                "needs_go_live": False,
                "refusal": self.env._("“%(phase)s” can't go live yet. Its gate is still closed:\n%(reasons)s"),
                "result": self.env._("Gone live. The gate at that moment:"),
            },
            "stable": {
                "checks": "exit_check_ids",
                "needs_go_live": True,
                "refusal": self.env._(
                    "“%(phase)s” can't leave hypercare yet. What is still to come:\n%(reasons)s",
                ),
                "result": self.env._("Hypercare has ended. Its exit criteria at that moment:"),
            },
        }

    def _get_checks(self, moment: str):
        """Return the checks of that ``moment``, a value of the field of that name on a check."""
        return self[self._get_moments()[moment]["checks"]]

    def _get_blocking_checks(self, moment: str = "go_live"):
        """Return the mandatory checks that don't pass and that no sponsor has overridden."""
        failing = self._get_checks(moment).filtered(lambda check: check.mandatory and check.state != "pass")
        return failing - self.override_ids.check_ids

    def _ensure_gate_open(self, moment: str = "go_live"):
        """
        :raise UserError: naming each check that blocks the way, and why
        """
        for phase in self:
            blocking = phase._get_blocking_checks(moment)
            if not blocking:
                continue
            names = {"phase": phase.display_name, "reasons": blocking._get_findings()}
            refusal = self._get_moments()[moment]["refusal"] % names
            raise UserError(refusal)

    def _post_gate_result(self, moment: str = "go_live"):
        """Keep on record how each check stood at that moment."""
        self.ensure_one()
        lines = [self._get_moments()[moment]["result"]]
        states = dict(self.env["rollout.gate.check"]._fields["state"]._description_selection(self.env))
        for check in self._get_checks(moment):
            line = f"{check.display_name}: {states[check.state]}"
            # Everybody may read this note, but not the evidence that somebody wrote down.
            lines.append(line if check.evidence else f"{line} ({check.detail})")
        self._post_on_record("\n".join(lines))

    def _add_missing_gate_checks(self):
        """Give phases the checks that they don't have yet, unless their moment is over.

        Called for new phases, and by an addon that brings a check when it gets installed.
        """
        defaults = self.env["rollout.gate.check"]._get_default_checks()
        for phase in self:
            present = {(check.kind, check.key) for check in phase._get_all_checks()}
            missing = [values for values in defaults if (values["kind"], values.get("key", False)) not in present]
            for moment in phase._get_moments_ahead():
                checks = [v for v in missing if v.get("moment", "go_live") == moment]
                field = self._get_moments()[moment]["checks"]
                # What is demanded is nobody's to say by hand: it is guarded against clients.
                phase.sudo()[field] = [
                    Command.create({**values, "is_demanded": values.get("mandatory", True)}) for values in checks
                ]
