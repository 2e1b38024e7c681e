from . import test_access
from . import test_calendar
from . import test_figures
from . import test_partner_scorecard
from . import test_personal_data
from . import test_shared_configuration
from . import test_doctests
