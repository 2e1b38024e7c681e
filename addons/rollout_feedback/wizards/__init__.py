from . import rollout_personal_data
