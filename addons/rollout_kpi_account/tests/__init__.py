from . import test_access
from . import test_branches
from . import test_month_end_close
from . import test_open_months
from . import test_doctests
