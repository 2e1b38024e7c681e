from . import rollout_customization_decision
