from . import rollout_outcome_report
