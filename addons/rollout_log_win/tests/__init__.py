from . import test_make_win
from . import test_access
