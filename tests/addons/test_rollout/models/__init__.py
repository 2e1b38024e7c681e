from . import rollout_digest_section
from . import rollout_gate_check
from . import rollout_kpi
from . import rollout_log_item
from . import rollout_mailing
from . import rollout_probe
