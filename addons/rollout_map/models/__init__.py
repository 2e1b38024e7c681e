from . import rollout_workflow
from . import rollout_workflow_step
from . import rollout_shadow_system
from . import rollout_impact
from . import rollout_phase
from . import rollout_gate_check
from . import rollout_personal_data
