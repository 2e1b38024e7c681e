from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase
from odoo.addons.rollout_phase.tests.common_figures import FiguresCase
from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestTables(CalendarCase, FiguresCase, PersonalFieldsCase, ProbeCase):
    """What else each addon says of its models, each in a file of its own: here all of it is as by default.

    The probe knows its program (``WITHOUT_PROGRAM``), has no number to add up (``FIGURES``) and leads to nobody
    (``PERSONAL``).
    """

    # Odoo runs only the tests of a class itself, unless it is told otherwise.
    allow_inherited_tests_method = True
    MODULE = "test_rollout"
