from . import feedback_form
from . import heard
from . import reply
from . import kiosk
from . import note
