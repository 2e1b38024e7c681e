from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, KpiCase):
    """Days and weeks are the same for every reader, whatever their language and time zone."""

    MODULE = "rollout_kpi"
    WITHOUT_PROGRAM = frozenset({"rollout.kpi"})
