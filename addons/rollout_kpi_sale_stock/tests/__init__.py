from . import test_branches
from . import test_loaded_orders
from . import test_order_to_ship
from . import test_records_units
from . import test_waiting_orders
