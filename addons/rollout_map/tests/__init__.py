from . import test_impact
from . import test_map
