from . import test_customization_request
from . import test_freeze_breach
