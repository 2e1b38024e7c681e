from . import test_access
from . import test_month_end_close
