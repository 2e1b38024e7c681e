from . import rollout_feedback
from . import rollout_program
