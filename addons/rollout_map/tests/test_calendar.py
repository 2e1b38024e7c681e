from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase

from .common import MapCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, MapCase):
    """Days and weeks are the same for every reader, whatever their language and time zone."""

    MODULE = "rollout_map"
