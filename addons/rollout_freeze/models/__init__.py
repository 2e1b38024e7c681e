from . import rollout_customization_request
from . import rollout_freeze_scan
from . import rollout_freeze_breach
from . import rollout_personal_data
from . import rollout_phase
from . import rollout_program
