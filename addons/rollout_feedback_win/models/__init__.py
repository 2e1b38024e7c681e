from . import rollout_win
from . import rollout_log_item
from . import rollout_feedback
from . import rollout_program
