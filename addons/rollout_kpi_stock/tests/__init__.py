from . import test_count_accuracy
from . import test_first_loads
