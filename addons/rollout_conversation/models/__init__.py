from . import rollout_conversation
from . import rollout_personal_data
from . import rollout_program
