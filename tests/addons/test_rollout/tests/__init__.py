from . import test_access
from . import test_digest_section
from . import test_gate_check
from . import test_guard
from . import test_kpi_source
from . import test_log_intake
from . import test_mail_ledger
from . import test_tables
