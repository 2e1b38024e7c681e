from . import expectations
from . import export
from . import pivot
