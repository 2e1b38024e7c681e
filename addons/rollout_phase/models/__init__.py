from . import rollout_program
from . import rollout_phase_stage
from . import rollout_phase
from . import rollout_champion
from . import rollout_gate_check
from . import rollout_mailing
