from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase

from .common import LogCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, LogCase):
    """Days and weeks are the same for every reader, whatever their language and time zone."""

    MODULE = "rollout_log"
