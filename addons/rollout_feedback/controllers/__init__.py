from . import feedback_form
