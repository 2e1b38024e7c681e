"""Days and weeks are those of the record's program."""

from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase
from odoo.addons.rollout_phase.tests.common_launch import LaunchCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, LaunchCase):
    MODULE = "rollout_conversation"
