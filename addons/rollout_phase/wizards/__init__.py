from . import rollout_gate_override_wizard
