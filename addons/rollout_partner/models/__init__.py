from . import rollout_partner_criterion
from . import rollout_partner_scorecard
from . import rollout_partner_score
from . import rollout_program
from . import rollout_phase
from . import rollout_gate_check
from . import rollout_personal_data
