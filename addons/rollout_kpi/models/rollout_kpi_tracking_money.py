from odoo import models
from odoo.tools import float_round, formatLang

from ..tools.money import saved_hours, spans
from ..tools.verdict import BASELINE_POINTS


class RolloutKpiTracking(models.Model):
    """Hours a week, before and after, and their price."""

    _inherit = "rollout.kpi.tracking"

    def _get_baseline_hours(self) -> float | None:
        """Return the hours a week before go-live, or None with too few points."""
        self.ensure_one()
        if len(self._get_baseline_points()) < BASELINE_POINTS:
            return None
        return float_round(self.baseline_value, precision_digits=1)

    def _get_saved_spans(self) -> list:
        self.ensure_one()
        baseline = self._get_baseline_hours()
        if baseline is None:
            return []
        return spans(
            baseline,
            {
                reading.milestone_day: reading.value
                for reading in self.reading_ids
                if reading.role == "milestone" and reading.state == "ok"
            },
        )

    def _get_saved_hours(self) -> float | None:
        """Return the hours saved by all these KPIs so far, or None if none has enough data."""
        known = [hours for tracking in self if (hours := saved_hours(tracking._get_saved_spans())) is not None]
        return round(sum(known), 1) if known else None

    def _get_status_quo_text(self) -> str:
        known = [hours for tracking in self if (hours := tracking._get_baseline_hours()) is not None]
        if not known:
            return self.env._("Too few data")
        hours = self._hours(sum(known))
        if rate := self._get_hourly_rate():
            text = self.env._(
                "%(cost)s a week = %(hours)s hours a week × %(rate)s an hour",
                cost=self._price(sum(known) * rate),
                hours=hours,
                rate=self._price(rate),
            )
        else:
            text = self.env._("%s hours a week", hours)
        return self._with_left_out(text, len(known))

    def _get_saved_text(self) -> str:
        """Return what was saved with its formula, in which a reader can follow every number."""
        total = self._get_saved_hours()
        if total is None:
            return self.env._("Too few data")
        parts = {tracking: found for tracking in self if (found := tracking._get_saved_spans())}
        formulas = []
        for tracking, found in parts.items():
            formula = " + ".join(
                f"({self._hours(span.baseline)} - {self._hours(span.value)}) × {span.days}/7" for span in found
            )
            # A program can be opened by whoever may read its trackings, whatever company the KPI is of.
            name = tracking.sudo().kpi_id.name
            formulas.append(f"{name}: {formula}" if len(parts) > 1 else formula)
        until = max(span.until for found in parts.values() for span in found)
        values = {"formula": "; ".join(formulas), "hours": self._hours(total), "day": until}
        if rate := self._get_hourly_rate():
            values.update(money=self._price(total * rate), rate=self._price(rate))
            text = self.env._(
                "%(money)s until day %(day)s = %(hours)s hours × %(rate)s an hour; hours: %(formula)s", **values
            )
        else:
            text = self.env._("%(hours)s hours until day %(day)s = %(formula)s", **values)
        if total < 0:
            text = self.env._("The dip has cost more than was saved: %s", text)
        return self._with_left_out(text, len(parts))

    def _with_left_out(self, text, known):
        if left := len(self) - known:
            return self.env._("%(text)s (%(count)s KPI left out: too few data)", text=text, count=left)
        return text

    def _get_hourly_rate(self) -> float:
        # Only leads may read the rate by itself; whoever reads these numbers reads their price as well.
        return self.program_id[:1].sudo().hourly_rate

    def _price(self, amount):
        return formatLang(self.env, amount, currency_obj=self.company_id[:1].currency_id)

    def _hours(self, hours):
        return formatLang(self.env, hours, digits=1)
