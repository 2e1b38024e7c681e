from odoo.addons.rollout_map.tests.common import MapCase


class ProbeCase(MapCase):
    """A department in which probes are made; its gate opens when they are good, too."""

    @classmethod
    def _new_probe(cls, name="The shelves", user=None, **values):
        probes = cls.env["rollout.probe"].with_user(user or cls.lead)
        return probes.create({"name": name, "phase_id": cls.phase.id, "minutes": 10, **values})

    def _open_gate(self, phase=None):
        phase = super()._open_gate(phase)
        # What is measured beforehand is not what is tried here.
        phase.gate_check_ids.filtered(lambda check: check.kind == "baseline").mandatory = False
        self._new_probe("The tills", phase_id=phase.id).action_find_good()
        return phase
