from odoo import api, fields, models


class RolloutGateCheck(models.Model):
    """*Gate check.* One kind, one method that answers for any number of phases, and what *Fix* opens."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(selection_add=[("probe", "Probes are good")], ondelete={"probe": "cascade"})

    @api.model
    def _get_default_checks(self):
        # Another one could be asked for at the end of hypercare: "moment": "stable".
        return [*super()._get_default_checks(), {"kind": "probe", "sequence": 30}]

    @api.model
    def _evaluate_probe(self, phases):
        # One query, for however many phases.
        findings_by_phase = dict(
            self.env["rollout.probe"]._read_group([("phase_id", "in", phases.ids)], ["phase_id"], ["finding:array_agg"])
        )
        answers = {}
        for phase in phases:
            findings = findings_by_phase.get(phase)
            if not findings:
                # Nothing to judge from yet.
                answers[phase.id] = ("missing", self.env._("There is no probe yet."))
            else:
                good = findings.count("good")
                state = "pass" if good == len(findings) else "fail"
                answers[phase.id] = (state, self.env._("%(good)s of %(all)s good", good=good, all=len(findings)))
        return answers

    def _fix_probe(self):
        return self._prepare_list("test_rollout.rollout_probe_action")
