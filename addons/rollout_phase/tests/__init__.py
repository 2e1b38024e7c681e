from . import test_access
from . import test_expectations
from . import test_gate
from . import test_mailing
from . import test_override
from . import test_phase
from . import test_program
