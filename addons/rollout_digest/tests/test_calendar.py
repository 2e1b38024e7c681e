from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_calendar import CalendarCase


@tagged("post_install", "-at_install")
class TestCalendar(CalendarCase, RolloutCase):
    """Days and weeks are those of the record's program."""

    MODULE = "rollout_digest"
    WITHOUT_PROGRAM = frozenset({"rollout.digest.section"})
