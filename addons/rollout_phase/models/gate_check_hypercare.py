from odoo import api, models

from .rollout_gate_check import MANUAL


class RolloutGateCheck(models.Model):
    """Exit criterion: the first month is closed, as somebody confirms with evidence."""

    _inherit = "rollout.gate.check"

    @api.model
    def _get_default_checks(self):
        return [
            *super()._get_default_checks(),
            {
                "kind": MANUAL,
                "key": "first_month",
                "moment": "stable",
                "sequence": 10,
                "name": self.env._("The first month is closed in Odoo"),
            },
        ]
