from . import test_order_to_ship
from . import test_records_units
