from . import rollout_win
from . import rollout_log_item
