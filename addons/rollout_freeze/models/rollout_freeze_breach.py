from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.rollout_base.tools.reader_dates import format_date, format_datetime
from odoo.addons.rollout_base.tools.week import day_start_utc
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.freeze import chosen_modules, downstream

MODEL_OF_KIND = {
    "field": "ir.model.fields",
    "model": "ir.model",
    "view": "ir.ui.view",
    "automation": "base.automation",
    "server_action": "ir.actions.server",
    "module": "ir.module.module",
}


class RolloutFreezeBreach(models.Model):
    """A customization made by hand while a department's freeze was on; one row and entry for each.

    At go-live, the phase keeps which customizations were there. A scheduled action compares that
    with what is there now, until the freeze is over. What comes with a module and its updates is
    no customization: the model ``rollout.freeze.scan`` says what is.
    """

    _name = "rollout.freeze.breach"
    _description = "Freeze Breach"
    _inherit = ["rollout.calendar.mixin"]
    _order = "found_on desc, id desc"

    phase_id = fields.Many2one("rollout.phase", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="phase_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("field", "New field"),
            ("model", "New model"),
            ("view", "View added or edited"),
            ("automation", "New automation rule"),
            ("server_action", "New server action"),
            ("module", "New module"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char("What Was Changed", required=True, readonly=True)
    res_id = fields.Integer("Record ID", required=True, readonly=True, aggregator=None)
    mark = fields.Char(readonly=True, help="Tells one edit of a view from another.")
    found_on = fields.Datetime(required=True, readonly=True)
    resolved = fields.Boolean(help="It has been undone, or agreed with everybody concerned.")
    note = fields.Text("Explanation", help="How it came about, and what was done about it.")

    _once = models.UniqueIndex("(phase_id, kind, res_id)", "This breach is already known.")

    @api.model
    def _explain_guard(self, names):
        return self.env._("What was found can't be changed.")

    def action_open(self):
        """Open what was changed."""
        self.ensure_one()
        record = self.env[MODEL_OF_KIND[self.kind]].browse(self.res_id)
        if not record.exists():
            raise UserError(self.env._("“%s” doesn't exist any more.", self.name))
        return record.get_formview_action()

    @api.model
    def _get_baseline(self) -> dict[str, dict[str, str]]:
        """Return what is there now as ``{kind: {id: mark}}``, to compare with later."""
        state = self.env["rollout.freeze.scan"]._get_state()
        return {kind: {str(res_id): item["mark"] for res_id, item in items.items()} for kind, items in state.items()}

    @api.model
    def _cron_find(self):
        """Look for breaches of every freeze that is on, or has just ended."""
        phases = self.env["rollout.phase"].search([("freeze_end", "!=", False)], order="go_live_date, id")
        by_program = phases.filtered("freeze_baseline").grouped("program_id")

        def find(program):
            # The lead reads what is found.
            breaches = self.with_context(lang=program.lead_id.lang or self.env.lang)
            state = breaches.env["rollout.freeze.scan"]._get_state()
            breaches._find(program, by_program[program], state)

        self.env["ir.cron"]._run_isolated(
            self.env["rollout.program"].union(*by_program),
            find,
            lambda program: f"Freeze of program {program.id} could not be checked",
            allow_referencing=True,
        )

    @api.model
    def _find(self, program, phases, state):
        """Raise what is new in ``state`` since the go-lives of ``phases``, each thing once.

        :param phases: of ``program``, the earliest go-live first
        """
        breaches = self.search([("program_id", "=", program.id)])
        # Found for one department, the same thing isn't found again for another one; edited
        # again, it still is one finding for that department.
        known = {(b.kind, b.res_id, b.mark or "") for b in breaches}
        known_in_phase = {(b.phase_id, b.kind, b.res_id) for b in breaches}
        for phase in phases:
            for kind, res_id, item in self._get_findings(phase, state):
                thing, in_phase = (kind, res_id, item["mark"]), (phase, kind, res_id)
                if thing in known or in_phase in known_in_phase:
                    continue
                known.add(thing)
                self._raise(phase, kind, res_id, item)
            if not phase.is_frozen:
                phase.freeze_baseline = None

    @api.model
    def _get_findings(self, phase, state) -> list[tuple[str, int, dict]]:
        """Return what was made by hand during the freeze of ``phase``: kind, id and item."""
        if phase.stage_code == "cancelled":
            return []
        baseline = phase.freeze_baseline
        found = {
            kind: {
                res_id: item
                for res_id, item in items.items()
                if baseline.get(kind, {}).get(str(res_id)) != item["mark"]
            }
            for kind, items in state.items()
        }
        found["module"] = self._get_chosen_modules(baseline, state["module"])
        # The fields that come with a new model are not a finding each.
        found["field"] = {
            res_id: item for res_id, item in found["field"].items() if item["model_id"] not in found["model"]
        }
        end = None
        if not phase.is_frozen:
            end = day_start_utc(phase.freeze_end, phase.program_id._get_timezone())
        return [
            (kind, res_id, item)
            for kind, items in found.items()
            for res_id, item in items.items()
            if not end or item["since"] < end
        ]

    @api.model
    def _get_chosen_modules(self, baseline, items) -> dict[int, dict]:
        by_name = {item["name"]: res_id for res_id, item in items.items()}
        depends = {item["name"]: set(item["depends"]) for item in items.values()}
        chosen = chosen_modules(
            before={n for n, res_id in by_name.items() if str(res_id) in baseline["module"]},
            now=by_name.keys(),
            depends=depends,
            automatic={item["name"] for item in items.values() if item["automatic"]},
            own=downstream("rollout_phase", depends),
        )
        return {by_name[name]: {**items[by_name[name]], "along": sorted(along)} for name, along in chosen.items()}

    @api.model
    def _raise(self, phase, kind: str, res_id: int, item: dict):
        name = item.get("label") or item["name"]
        self.create(
            {
                "phase_id": phase.id,
                "kind": kind,
                "res_id": res_id,
                "mark": item["mark"],
                "name": name,
                "found_on": fields.Datetime.now(),
            }
        )
        label = dict(self._fields["kind"]._description_selection(self.env))[kind]
        lines = [
            self.env._(
                "Made on %(moment)s, while the freeze of “%(phase)s” lasts until %(end)s.",
                moment=format_datetime(
                    self.env,
                    item["since"],
                    tz=phase.program_id._get_timezone(),
                    dt_format="short",
                ),
                phase=phase.display_name,
                end=format_date(self.env, phase.freeze_end),
            )
        ]
        if item.get("along"):
            lines.append(self.env._("With it came: %s", ", ".join(item["along"])))
        phase.program_id._log_intake(
            [
                LogEntry(
                    summary=self.env._("Freeze breach: %(kind)s “%(name)s”", kind=label.lower(), name=name),
                    description="\n".join(lines),
                    kind="process_gap",
                    source="freeze",
                    phase_id=phase.id,
                )
            ]
        )
