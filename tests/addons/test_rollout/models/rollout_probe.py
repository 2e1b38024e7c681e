from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.log_entry import LogEntry


class RolloutProbe(models.Model):
    """Somebody looks at something in a department: what this addon keeps itself, and all the others here tell of.

    *Guard.* The mixin brings it along, with dates, addresses and the rest of what every model of the suite has.
    """

    _name = "rollout.probe"
    _description = "Rollout Probe"
    _inherit = ["rollout.phase.part.mixin"]
    _order = "phase_id, id"
    # Said when the record is made, and not changed afterwards.
    _fixed_fields = frozenset({"name"})
    # Read-only in Python, for the web client's sake, and all the same everybody's to set.
    _open_fields = frozenset({"place"})

    name = fields.Char(required=True)
    place = fields.Char(readonly=True)
    minutes = fields.Integer(aggregator=None, help="How long it took.")
    # A stored field that is read-only is set by the suite alone.
    finding = fields.Selection([("good", "Good"), ("bad", "Bad")], readonly=True)
    found_on = fields.Datetime(readonly=True)

    @api.model
    def _explain_guard(self, names):
        if names & {"finding", "found_on"}:
            return self.env._("A finding is written down with the buttons.")
        return super()._explain_guard(names)

    def action_find_good(self):
        self._find("good")

    def action_find_bad(self):
        self._find("bad")
        self._report()

    def _find(self, finding):
        self.check_access("write")
        # Guarded against clients; the right to change the probe was judged.
        self.sudo().write({"finding": finding, "found_on": fields.Datetime.now()})

    def _report(self):
        """*Log intake.* Tell the team; without a log, each entry would be a note on its phase."""
        for program, probes in self.grouped(lambda probe: probe.phase_id.program_id).items():
            program._log_intake(
                [
                    LogEntry(
                        summary=self.env._("Not as it should be: %s", probe.name),
                        kind="process_gap",
                        source="probe",
                        phase_id=probe.phase_id.id,
                        origin=probe.place or "",
                        origin_url=f"/odoo/rollout.probe/{probe.id}",
                    )
                    for probe in probes
                ]
            )
