from odoo import Command

from odoo.addons.rollout_phase.tests.common import RolloutCase


class MapCase(RolloutCase):
    """The program of the phase's tests, whose departments write down how they work before they go live."""

    def _open_gate(self, phase=None):
        self._map_work(phase or self.phase)
        return super()._open_gate(phase)

    @classmethod
    def _map_work(cls, phase):
        """Write down a workflow of the phase and the spreadsheet behind it."""
        if not phase.workflow_ids:
            phase.workflow_ids = [
                Command.create({"name": "Pay a bill", "step_ids": [Command.create({"name": "Find the bill"})]})
            ]
        if not phase.shadow_system_ids:
            phase.shadow_system_ids = [Command.create({"name": "Bills.xlsx", "fate": "kept"})]
