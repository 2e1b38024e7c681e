from . import rollout_kpi_paste
from . import rollout_kpi_trial
