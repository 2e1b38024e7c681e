from collections.abc import Iterable
from datetime import date, timedelta

from odoo import models

from ..tools.timing import HORIZON_DAYS, WINDOW_DAYS, first_good_day, months_around


class RolloutProgram(models.Model):
    """Days that the suite proposes for a go-live: its own checks accept them."""

    _inherit = "rollout.program"

    def _propose_go_live(self, wanted: date, sequence: int, others: Iterable[tuple[int, date]]) -> date | None:
        """Return the first good day for a go-live from ``wanted`` on, and not before today.

        It is a working day, away from month ends, and as far from the other departments as they may share helpers
        and as their order asks for. Where a schedule has no day away from month ends, another working day is taken.

        :param sequence: the department's rank in the order of the phases
        :param others: rank and day of the other departments: see ``_get_go_live_days``
        :return: None if nobody works within a year
        """
        self.ensure_one()
        others = list(others)
        gap = max(WINDOW_DAYS, self._get_days_between_departments())
        in_turn = self.order_rule != "off"
        before = [day + timedelta(gap) for rank, day in others if rank < sequence and in_turn]
        earliest = max([wanted, self._get_today(), *before])
        # Where the next department is planned too early for any day, its own check says so.
        latest = min((day - timedelta(gap) for rank, day in others if rank > sequence and in_turn), default=date.max)
        taken = [(day, gap if in_turn and rank == sequence else WINDOW_DAYS) for rank, day in others]
        working_days = self._get_working_days(*months_around([earliest, earliest + timedelta(HORIZON_DAYS)]))
        return first_good_day(earliest, latest, working_days, taken)

    def _get_days_between_departments(self) -> int:
        """Return how many days after a department the next one may go live, as far as it can be foreseen."""
        return {"off": 0, "stable": self.hypercare_days, "day": self.order_rule_day}[self.order_rule]

    def _get_go_live_days(self) -> list[tuple[int, date]]:
        """Return rank and day of each phase that has gone live or is planned to."""
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return [(phase.sequence, day) for phase in phases if (day := phase.go_live_date or phase.planned_go_live)]
