from odoo import api, fields, models


class RolloutGateCheck(models.Model):
    """Gate check: leadership has signed what the launch will cost."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(
        selection_add=[("expectations", "Expectations are signed")],
        ondelete={"expectations": "cascade"},
    )

    @api.model
    def _get_default_checks(self):
        return [*super()._get_default_checks(), {"kind": "expectations", "sequence": 5}]

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
