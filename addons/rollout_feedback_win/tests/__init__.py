from . import test_make_win
from . import test_access
from . import test_heard
