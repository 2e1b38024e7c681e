from . import test_access
from . import test_digest
from . import test_gate
from . import test_kpi
from . import test_measure
from . import test_milestones
from . import test_reading
from . import test_verdict
