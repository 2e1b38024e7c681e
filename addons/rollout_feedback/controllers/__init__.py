from . import feedback_form
from . import kiosk
from . import note
