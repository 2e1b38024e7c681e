from . import rollout_kpi
