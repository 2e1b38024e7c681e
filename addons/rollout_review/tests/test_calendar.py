from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase

from .common import ReviewCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, ReviewCase):
    MODULE = "rollout_review"
