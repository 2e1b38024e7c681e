from . import rollout_gate_report
