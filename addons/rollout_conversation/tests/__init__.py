from . import test_conversation
from . import test_access
from . import test_personal_data
from . import test_figures
from . import test_calendar
