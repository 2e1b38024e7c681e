from . import rollout_log_decide_wizard
from . import rollout_log_merge_wizard
from . import rollout_discuss_wizard
