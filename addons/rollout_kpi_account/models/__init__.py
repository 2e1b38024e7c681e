from . import res_company
from . import rollout_lock_change
from . import rollout_kpi
