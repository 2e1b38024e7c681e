from . import test_core_digest
from . import test_digest
from . import test_digest_isolation
from . import test_digest_readers
from . import test_unsubscribe
