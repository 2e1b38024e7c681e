from . import feedback_form
from . import partner_portal
