from . import test_digest_sections
from . import test_manual_hours
