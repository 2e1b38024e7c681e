from . import test_digest_sections
