from . import test_manual_hours
