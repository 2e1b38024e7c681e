import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANUAL = "manual"
# The kinds that a person confirms: with evidence, or with the reason why a day is accepted that seems a bad one.
CONFIRMABLE = (MANUAL, "timing")


class RolloutGateCheck(models.Model):
    """What must hold before a phase goes live, or before it leaves hypercare.

    A check is either confirmed by hand, with its evidence, or computed from live records. To add a
    computed check, an addon extends ``kind`` and ``_get_default_checks`` and adds the method
    ``_evaluate_<kind>``; see the readme.
    """

    _name = "rollout.gate.check"
    _description = "Rollout Gate Check"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "phase_id.program_id"
    _order = "phase_id, sequence, id"
    _check_company_auto = True
    # A computed check is put there by the suite; a client adds manual ones.
    _system_fields = frozenset({"kind"})
    _fixed_fields = frozenset({"phase_id", "moment"})

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            (MANUAL, "Confirmed by hand"),
            ("champions", "Champions are named"),
            ("expectations", "Expectations are signed"),
            ("order", "It is this department's turn"),
            ("timing", "The day is well chosen"),
        ],
        required=True,
        default=MANUAL,
        help="How the check is answered: by hand with evidence, or from Odoo's own records.",
    )
    key = fields.Char(
        readonly=True,
        copy=False,
        help="Tells the manual checks apart with which every phase starts; other ones have none.",
    )
    moment = fields.Selection(
        [("go_live", "Going live"), ("stable", "Leaving hypercare")],
        required=True,
        default="go_live",
        help="What the check stands in the way of.",
    )
    name = fields.Char(
        "Check",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        translate=False,
    )
    mandatory = fields.Boolean(default=True, help="The phase stays where it is while a mandatory check doesn't pass.")
    state = fields.Selection(
        [("pass", "Passed"), ("fail", "Failed"), ("missing", "Missing")],
        compute="_compute_state",
        help="Missing: there is nothing yet from which it could be judged.",
    )
    detail = fields.Char("Details", compute="_compute_state")
    evidence = fields.Text(help="What shows that it holds: a link, a name, a date, a file.")
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    is_demanded = fields.Boolean(
        "Required by the Playbook",
        readonly=True,
        copy=False,
        help="Only the sponsor can waive it. A check that the lead has added is the lead's to drop.",
    )
    waived_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    waived_on = fields.Datetime(readonly=True, copy=False)
    waiver_reason = fields.Text("Why It Was Waived", readonly=True, copy=False)
    can_waive = fields.Boolean(compute="_compute_can_waive")
    can_fix = fields.Boolean(
        compute="_compute_can_fix", help="It doesn't pass yet, and this user may do something about it."
    )
    accepted_warnings = fields.Json(
        readonly=True, copy=False, help="Keys of the warnings that stood when they were accepted."
    )

    # Several checks of a phase may be manual; a computed one is asked once, as is each with which every phase starts.
    _kind_unique = models.UniqueIndex("(phase_id, kind) WHERE kind != 'manual'", "This phase already has that check.")
    _key_unique = models.UniqueIndex("(phase_id, key) WHERE key IS NOT NULL", "This phase already has that check.")

    @api.depends("kind")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for check in self:
            if not check.name and check.kind != MANUAL:
                check.name = labels[check.kind]

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """A computed check is named in the reader's language, a manual one as it was typed."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for check in self:
            check.display_name = check.name if check.kind == MANUAL else labels.get(check.kind)

    @api.depends("kind", "evidence", "confirmed_on", "phase_id.planned_go_live", "accepted_warnings")
    def _compute_state(self):
        for kind, checks in self.grouped("kind").items():
            # A gate is judged by all its records, not by what the reader may see of them.
            evaluate = getattr(checks.sudo(), f"_evaluate_{kind}", None)
            # A check of which the form doesn't know the kind yet will be a manual one.
            if not evaluate:
                checks._compute_manual_state()
                continue
            results = evaluate(checks.phase_id._origin.sudo())
            for check in checks:
                check.state, check.detail = results.get(
                    check.phase_id._origin.id, ("missing", self.env._("Save the phase first."))
                )

    @api.depends_context("uid")
    @api.depends("state", "phase_id.stage_code", "phase_id.program_id.sponsor_id")
    def _compute_can_fix(self):
        writable = self._origin._filtered_access("write")
        for check in self:
            check.can_fix = (
                bool(check.phase_id)
                and check.state != "pass"
                and check.moment in check.phase_id._get_moments_ahead()
                and hasattr(check, f"_fix_{check.kind}")
                # Signing is the sponsor's, who may change no check.
                and (check._origin in writable or check.phase_id.program_id.sponsor_id == self.env.user)
            )

    @api.depends_context("uid")
    @api.depends("mandatory", "is_demanded", "phase_id.program_id.sponsor_id", "phase_id.stage_code")
    def _compute_can_waive(self):
        for check in self:
            check.can_waive = check.phase_id.program_id.sponsor_id == self.env.user and check._is_waivable()

    @api.ondelete(at_uninstall=False)
    def _unlink_in_the_open(self):
        if not self.env.su:
            self._post_dropped(self.env._("Removed from the gate:"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_demanded(self):
        if not self.env.su:
            self._refuse_to_let_go()

    def write(self, vals):
        if not self.env.su:
            relaxed = not vals.get("mandatory", True)
            self.filtered(
                lambda check: (
                    (relaxed and check.mandatory)
                    or ("name" in vals and check.kind == MANUAL and check.name != vals["name"])
                )
            )._refuse_to_let_go()
            self._ensure_may_set(vals)
        if "evidence" in vals:
            # What was confirmed is this evidence: other evidence is to be confirmed anew.
            changed = self.filtered(lambda c: c.confirmed_on and c.evidence != vals["evidence"])
            changed.sudo().write({"confirmed_by_id": False, "confirmed_on": False})
        return super().write(vals)

    def action_confirm(self):
        """Confirm manual checks, or accept the warnings of a planned day, in one's own name.

        :raise UserError: a check is computed, has no evidence, or there is no warning to accept
        """
        self.check_access("write")
        timing = self.filtered(lambda check: check.kind == "timing")
        warnings = timing.phase_id._get_timing_warnings()
        if not all(warnings.get(check.phase_id.id) for check in timing):
            raise UserError(self.env._("There is no warning to accept."))
        moments = self.env["rollout.phase"]._get_moments()
        for check in self:
            if check.kind not in CONFIRMABLE:
                raise UserError(self.env._("“%s” is answered from Odoo's own records.", check.display_name))
            if moments[check.moment]["needs_go_live"] and not check.phase_id.go_live_date:
                raise UserError(self.env._("“%s” is confirmed once the department is live.", check.display_name))
            if not (check.evidence or "").strip():
                raise UserError(self.env._("Write down what shows that “%s” holds, then confirm.", check.display_name))
        # Confirmations are guarded against clients, who could name somebody else.
        self.sudo().write({"confirmed_by_id": self.env.user.id, "confirmed_on": fields.Datetime.now()})
        for check_sudo in timing.sudo():
            check_sudo.accepted_warnings = list(warnings[check_sudo.phase_id.id])

    def action_withdraw(self):
        self.check_access("write")
        # Guarded against clients; the right to change the check was judged.
        self.sudo().write({"confirmed_by_id": False, "confirmed_on": False})

    def action_fix(self):
        """Open what mends this check.

        :raise UserError: its kind has no way of its own
        """
        self.ensure_one()
        self.check_access("read")
        fix = getattr(self, f"_fix_{self.kind}", None)
        if not fix:
            raise UserError(self.env._("Nothing is to be opened for “%s”: see its details.", self.display_name))
        return fix()

    # How a check is answered, and which there are.

    @api.model
    def _get_default_checks(self) -> list[dict]:
        """Return the values of the checks that every new phase starts with."""
        return [
            {"kind": "champions", "sequence": 10},
            {
                "kind": MANUAL,
                "key": "master_data",
                "sequence": 50,
                "name": self.env._("The department's master data is clean and loaded"),
            },
            {
                "kind": MANUAL,
                "key": "help_at_hand",
                "sequence": 60,
                "name": self.env._("Somebody is on hand to help in the first two weeks"),
            },
            {"kind": "expectations", "sequence": 5},
            {
                "kind": MANUAL,
                "key": "first_month",
                "moment": "stable",
                "sequence": 10,
                "name": self.env._("The first month is closed in Odoo"),
            },
            {"kind": "order", "sequence": 40},
            {"kind": "timing", "sequence": 45},
        ]

    def _judge_together(self):
        """Compute the state of all these checks at once, where the ORM would take a thousand at a time."""
        self.fetch(["kind", "mandatory", "phase_id", "evidence", "confirmed_on"])
        self._fields["state"].compute_value(self)

    def _compute_manual_state(self):
        for check in self:
            if check.confirmed_on:
                check.state = "pass"
                check.detail = check.evidence
            else:
                check.state = "missing"
                check.detail = self.env._("Nobody has confirmed this yet.")

    def _get_finding(self) -> str:
        """Return what everybody may read of the answer: not the evidence, which somebody wrote down for a few."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return states[self.state] if self.state == "pass" and self.evidence else self.detail

    def _get_findings(self) -> str:
        """Return a line of plain text for each check, for everybody to read."""
        return "\n".join(f"- {check.display_name}: {check._get_finding()}" for check in self)

    # What may be changed of it, and by whom: what the playbook requires only the sponsor waives.

    @api.model
    def _explain_guard(self, names):
        if names & {"is_demanded", "waived_by_id", "waived_on", "waiver_reason"}:
            return self.env._("What the playbook requires isn't decided by hand.")
        if names & {"confirmed_by_id", "confirmed_on", "accepted_warnings"}:
            return self.env._("Confirm a check with its button.")
        if "kind" in names:
            return self.env._(
                "The checks that Odoo answers are there by themselves: what you add is confirmed by hand."
            )
        if names & {"phase_id", "moment"}:
            return self.env._("Remove the check and add another one instead.")
        return super()._explain_guard(names)

    def _ensure_may_set(self, vals):
        """Let champions answer a check, and leads alone decide what is asked, in the open."""
        if not vals.keys() - {"evidence", "sequence"}:
            return
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("A champion answers the checks; the lead decides which there are."))
        if not vals.get("mandatory", True):
            self._post_dropped(self.env._("No longer mandatory:"))

    def _post_dropped(self, headline):
        """Keep on record which mandatory checks no longer stand in the way."""
        for phase, checks in self.filtered("mandatory").grouped("phase_id").items():
            phase._post_on_record(f"{headline}\n{checks._get_findings()}")

    def _refuse_to_let_go(self):
        """
        :raise UserError: the playbook requires one of these checks, or the sponsor has decided on it
        """
        for check in self:
            if check.waived_on:
                raise UserError(self.env._("“%s” was waived by the sponsor, which is kept.", check.display_name))
            if check.is_demanded:
                sponsor = check.phase_id.program_id.sponsor_id.name
                raise UserError(
                    self.env._(
                        "The playbook requires “%(check)s”. Only the sponsor can waive it, with a reason: "
                        "%(sponsor)s opens the check and chooses “Waive”.",
                        check=check.display_name,
                        sponsor=sponsor or self.env._("once named, the sponsor"),
                    )
                )

    def _is_waivable(self) -> bool:
        """Tell whether the check still stands in the way of something, by the playbook's demand."""
        self.ensure_one()
        return self.mandatory and self.is_demanded and self.moment in self.phase_id._get_moments_ahead()

    def _waive(self, reason: str):
        """Make a demanded check advisory, decided by the current user; the caller has judged who that is."""
        self.ensure_one()
        self.phase_id.program_id._check_reason(reason)
        # The sponsor has no right to change checks, but decides on this one.
        self.sudo().write(
            {
                "mandatory": False,
                "waived_by_id": self.env.uid,
                "waived_on": fields.Datetime.now(),
                "waiver_reason": reason,
            }
        )
        self.phase_id._post_on_record(
            self.env._(
                "“%(check)s” was waived by %(sponsor)s: %(reason)s",
                check=self.display_name,
                sponsor=self.env.user.name,
                reason=reason,
            )
        )

    # The kinds of this addon: ``_evaluate_<kind>`` answers, ``_fix_<kind>`` leads to what mends it.

    def _fix_manual(self):
        return self._prepare_dialog(self, "rollout_phase.rollout_gate_check_view_form", self.display_name)

    @api.model
    def _evaluate_champions(self, phases) -> dict[int, tuple[str, str]]:
        """Compare the champions of ``phases`` with what their program asks for.

        :return: ``{phase_id: (state, detail)}``, as every ``_evaluate_<kind>`` does
        """
        counts = dict(
            self.env["rollout.champion"]._read_group(
                [("phase_id", "in", phases.ids), ("employee_id.active", "=", True)],
                ["phase_id"],
                ["__count"],
            )
        )
        results = {}
        for phase in phases:
            program = phase.program_id
            needed = max(
                program.champion_minimum,
                math.ceil(phase.staff_count / program.staff_per_champion),
            )
            named = counts.get(phase, 0)
            results[phase.id] = (
                "pass" if named >= needed else "fail" if named else "missing",
                self.env._(
                    "%(named)s of %(needed)s champions for %(staff)s people",
                    named=named,
                    needed=needed,
                    staff=phase.staff_count,
                ),
            )
        return results

    def _fix_champions(self):
        return self._prepare_list("rollout_phase.rollout_champion_action")

    @api.model
    def _evaluate_expectations(self, phases):
        results = {}
        for phase in phases:
            program = phase.program_id
            if not program._has_able_sponsor():
                result = "missing", self.env._("The program has no sponsor who can sign in.")
            elif not program.signature_id:
                result = "missing", self.env._("%s hasn't signed yet.", program.sponsor_id.name)
            elif program.expectation_warning:
                result = "fail", program.expectation_warning
            else:
                result = (
                    "pass",
                    self.env._(
                        "Signed by %(name)s: %(months)s months",
                        name=program.signature_id.signer_name,
                        months=program.expectation_months,
                    ),
                )
            results[phase.id] = result
        return results

    def _fix_expectations(self):
        # The list's own context names the views of a check.
        return self.phase_id.program_id._get_records_action(context={})

    @api.model
    def _evaluate_order(self, phases):
        results = {}
        for phase in phases:
            program = phase.program_id
            # A department that was archived before it had gone far enough is waited for all the same.
            earlier = program.with_context(active_test=False).phase_ids.filtered(
                lambda other, phase=phase: other.stage_code != "cancelled" and phase._goes_after(other)
            )
            if program.order_rule == "off":
                result = "pass", self.env._("The program's departments go in any order.")
            elif waiting_for := earlier.filtered(lambda other, program=program: not program._lets_next_go(other))[:1]:
                result = "fail", self._describe_order(waiting_for)
            elif earlier:
                result = "pass", self.env._("The departments before it have gone far enough.")
            else:
                result = "pass", self.env._("It goes first.")
            results[phase.id] = result
        return results

    @api.model
    def _describe_order(self, earlier):
        program = earlier.program_id
        if earlier.stage_code != "live":
            return self.env._("%s goes first, and is not live yet.", earlier.name)
        if program.order_rule == "stable":
            return self.env._("%s has not left hypercare yet.", earlier.name)
        return self.env._(
            "%(phase)s is on day %(day)s, and was to reach day %(limit)s first.",
            phase=earlier.name,
            day=earlier.day,
            limit=program.order_rule_day,
        )

    def _fix_order(self):
        return {
            **self.phase_id.program_id.action_view_phases(),
            "views": [(False, view_type) for view_type in ("list", "form", "kanban", "calendar")],
        }

    @api.model
    def _evaluate_timing(self, phases):
        warnings = phases._get_timing_warnings()
        checks = self.search([("phase_id", "in", phases.ids), ("kind", "=", "timing")])
        check_by_phase = checks.grouped("phase_id")
        results = {}
        for phase in phases:
            check = check_by_phase.get(phase, self.browse())
            found = warnings.get(phase.id, {})
            if not phase.planned_go_live:
                results[phase.id] = "missing", self.env._("No go-live is planned yet.")
            elif not found:
                results[phase.id] = "pass", self.env._("Nothing speaks against the planned day.")
            elif check.confirmed_on and found.keys() <= set(check.accepted_warnings or ()):
                results[phase.id] = (
                    "pass",
                    self.env._(
                        "Accepted by %(name)s: %(reason)s",
                        name=check.confirmed_by_id.name,
                        reason=check.evidence,
                    ),
                )
            else:
                results[phase.id] = "fail", " ".join(found.values())
        return results

    def _fix_timing(self):
        return self._prepare_dialog(
            self.phase_id, "rollout_phase.rollout_phase_view_form_day", self.env._("Choose the Day")
        )

    def _prepare_list(self, xmlid: str) -> dict:
        """Return a window action over the records that belong to the check's phase."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "domain": [("phase_id", "=", self.phase_id.id)],
            "context": {"default_phase_id": self.phase_id.id},
        }

    def _prepare_dialog(self, record, view: str, title: str) -> dict:
        """Return the action that opens ``record`` in a form above the page."""
        return record._get_records_action(name=title, views=[(self.env.ref(view).id, "form")], target="new", context={})
