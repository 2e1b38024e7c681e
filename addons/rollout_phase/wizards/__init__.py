from . import rollout_gate_override_wizard
from . import rollout_gate_waiver_wizard
from . import rollout_next_phase_wizard
from . import rollout_plan_wizard
from . import rollout_plan_wizard_line
from . import rollout_personal_data_wizard
