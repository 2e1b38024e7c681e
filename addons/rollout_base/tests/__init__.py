from . import test_access
from . import test_cron
from . import test_doctests
from . import test_turn
from . import test_week
