from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

# The moments that a phase in each stage still has before it.
MOMENTS_AHEAD = {
    "preparing": ("go_live", "stable"),
    "ready": ("go_live", "stable"),
    "live": ("stable",),
}


class RolloutPhase(models.Model):
    """How a phase moves from stage to stage: behind the checks of its gate, and of the end of its hypercare.

    A second file, since the phase itself fills the first: what is here is about stages and their checks alone.
    """

    _inherit = "rollout.phase"

    gate_check_ids = fields.One2many(
        "rollout.gate.check", "phase_id", "Gate", domain=[("moment", "=", "go_live")], copy=False
    )
    gate_total = fields.Integer("Checks", compute="_compute_gate")
    gate_passed = fields.Integer("Checks Passed", compute="_compute_gate")
    gate_open = fields.Boolean("Gate Is Open", compute="_compute_gate", help="Every mandatory check passes.")
    override_ids = fields.One2many("rollout.gate.override", "phase_id", "Overrides", copy=False)
    can_override = fields.Boolean(compute="_compute_can_override")
    exit_check_ids = fields.One2many(
        "rollout.gate.check",
        "phase_id",
        "Exit Criteria",
        domain=[("moment", "=", "stable")],
        copy=False,
    )
    exit_total = fields.Integer("Exit Criteria Asked", compute="_compute_exit")
    exit_passed = fields.Integer("Exit Criteria Met", compute="_compute_exit")
    exit_open = fields.Boolean("May Leave Hypercare", compute="_compute_exit", help="Every mandatory criterion is met.")

    @api.depends("gate_check_ids.state", "gate_check_ids.mandatory", "override_ids")
    def _compute_gate(self):
        for phase_sudo, checks_sudo in self._judge_checks_sudo("go_live").items():
            phase_sudo.gate_total = len(checks_sudo)
            phase_sudo.gate_passed = len(checks_sudo.filtered(lambda check: check.state == "pass"))
            phase_sudo.gate_open = not phase_sudo._filter_blocking(checks_sudo)

    @api.depends("exit_check_ids.state", "exit_check_ids.mandatory")
    def _compute_exit(self):
        for phase_sudo, checks_sudo in self._judge_checks_sudo("stable").items():
            phase_sudo.exit_total = len(checks_sudo)
            phase_sudo.exit_passed = len(checks_sudo.filtered(lambda check: check.state == "pass"))
            phase_sudo.exit_open = not phase_sudo._filter_blocking(checks_sudo)

    @api.depends_context("uid")
    @api.depends("program_id.sponsor_id", "gate_open", "stage_code")
    def _compute_can_override(self):
        for phase in self:
            phase.can_override = (
                phase.program_id.sponsor_id == self.env.user
                and phase.stage_code in ("preparing", "ready")
                and not phase.gate_open
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
            # Only this action may set day 0; `_lock_for_stage_change` has checked the lead's right.
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
        # From then on a change of somebody's preferences moves none of the days that are counted. Whoever takes a phase
        # live need not be allowed to change its program.
        for program_sudo in self.program_id.sudo():
            program_sudo.chosen_tz = program_sudo.tz

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
        # The stage is guarded against clients; whoever gets here has passed `_lock_for_stage_change`.
        self.sudo().stage_id = self._get_stage(code)

    # The checks of each moment: going live, leaving hypercare.

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

    def _get_moments_ahead(self) -> tuple[str, ...]:
        """Return the moments that the phase still has before it."""
        self.ensure_one()
        return MOMENTS_AHEAD.get(self.stage_code, ())

    def _get_checks(self, moment: str):
        """Return the checks of that ``moment``, a value of the field of that name on a check."""
        return self[self._get_moments()[moment]["checks"]]

    def _get_all_checks(self):
        return self.gate_check_ids.union(*map(self._get_checks, self._get_moments()))

    def _get_blocking_checks(self, moment: str = "go_live"):
        """Return the mandatory checks that don't pass and that no sponsor has overridden."""
        return self._filter_blocking(self._get_checks(moment))

    def _filter_blocking(self, checks):
        return checks.filtered(lambda check: check.mandatory and check.state != "pass") - self.override_ids.check_ids

    def _judge_checks_sudo(self, moment: str) -> dict:
        """Return all checks of that moment by phase, judged together: the same for everybody who sees the phases.

        They are searched for. What a one2many holds is kept for all, and is no more than what the first who reads it
        may see: to staff, who may see no check, each gate would seem to be open.

        :return: ``{phase: checks}`` with an entry for each phase of ``self``, all with elevated rights
        """
        saved_sudo = self.sudo().filtered("id")
        checks_sudo = self.env["rollout.gate.check"].sudo()
        found_sudo = checks_sudo.search([("phase_id", "in", saved_sudo.ids), ("moment", "=", moment)])
        found_sudo._judge_together()
        by_phase = found_sudo.grouped("phase_id")
        # A form that isn't saved yet has the checks that stand on it.
        return {
            phase_sudo: by_phase.get(phase_sudo, checks_sudo) if phase_sudo.id else phase_sudo._get_checks(moment)
            for phase_sudo in self.sudo()
        }

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

    def _demand_checks(self, names: list[str]):
        """Mark the manual checks with these names as demanded."""
        self.ensure_one()
        checks = self.gate_check_ids.filtered(lambda check: check.kind == "manual" and check.name in names)
        # Guarded against clients; the playbook says so.
        checks.filtered("mandatory").sudo().is_demanded = True
