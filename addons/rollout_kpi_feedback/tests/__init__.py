from . import test_manual_hours
from . import test_personal_sources
