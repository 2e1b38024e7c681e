from . import rollout_discuss_wizard
