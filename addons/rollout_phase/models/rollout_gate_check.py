import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANUAL = "manual"


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
        [(MANUAL, "Confirmed by hand"), ("champions", "Champions are named")],
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
    detail = fields.Char("Finding", compute="_compute_state")
    evidence = fields.Text(help="What shows that it holds: a link, a name, a date, a file.")
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)

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

    @api.depends("kind", "evidence", "confirmed_on", "phase_id")
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
        ]

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

    @api.model
    def _explain_guard(self, names):
        if names & {"confirmed_by_id", "confirmed_on", "accepted_warnings"}:
            return self.env._("Confirm a check with its button.")
        if "kind" in names:
            return self.env._(
                "The checks that Odoo answers are there by themselves: what you add is confirmed by hand."
            )
        if names & {"phase_id", "moment"}:
            return self.env._("Remove the check and add another one instead.")
        return super()._explain_guard(names)

    def write(self, vals):
        if not self.env.su:
            self._ensure_may_set(vals)
        if "evidence" in vals:
            # What was confirmed is this evidence: other evidence is to be confirmed anew.
            changed = self.filtered(lambda c: c.confirmed_on and c.evidence != vals["evidence"])
            changed.sudo().write({"confirmed_by_id": False, "confirmed_on": False})
        return super().write(vals)

    def _ensure_may_set(self, vals):
        """Let champions answer a check, and leads alone decide what is asked, in the open."""
        if not vals.keys() - {"evidence", "sequence"}:
            return
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("A champion answers the checks; the lead decides which there are."))
        if "mandatory" in vals and not vals["mandatory"]:
            self._post_dropped(self.env._("No longer mandatory:"))

    @api.ondelete(at_uninstall=False)
    def _unlink_in_the_open(self):
        if not self.env.su:
            self._post_dropped(self.env._("Removed from the gate:"))

    def _post_dropped(self, headline):
        """Keep on record which mandatory checks no longer stand in the way."""
        for phase, checks in self.filtered("mandatory").grouped("phase_id").items():
            phase._post_on_record(f"{headline}\n{checks._get_findings()}")

    @api.model
    def _get_confirmable_kinds(self) -> set[str]:
        """Return the kinds that a person may confirm, with evidence or a reason."""
        return {MANUAL}

    def action_confirm(self):
        """Confirm manual checks in one's own name.

        :raise UserError: a check is computed, or has no evidence
        """
        self.check_access("write")
        moments = self.env["rollout.phase"]._get_moments()
        for check in self:
            if check.kind not in self._get_confirmable_kinds():
                raise UserError(self.env._("“%s” is answered from Odoo's own records.", check.display_name))
            if moments[check.moment]["needs_go_live"] and not check.phase_id.go_live_date:
                raise UserError(self.env._("“%s” is confirmed once the department is live.", check.display_name))
            if not (check.evidence or "").strip():
                raise UserError(self.env._("Write down what shows that “%s” holds, then confirm.", check.display_name))
        # Confirmations are guarded against clients, who could name somebody else.
        self.sudo().write({"confirmed_by_id": self.env.user.id, "confirmed_on": fields.Datetime.now()})

    def action_withdraw(self):
        self.check_access("write")
        # Guarded as above.
        self.sudo().write({"confirmed_by_id": False, "confirmed_on": False})
