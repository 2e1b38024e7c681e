from math import isfinite
from statistics import median
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import float_round, formatLang

from ..tools.chart import bullet, sparkline
from ..tools.milestone import VERDICT_DAY
from ..tools.money import saved_hours, spans
from ..tools.optional_float import OptionalFloat
from ..tools.points import MONTH, POINTS_AFTER, WEEK, judged
from ..tools.task_time import PARITY_WEEK
from ..tools.verdict import (
    BASELINE_POINTS,
    IMPROVED,
    LIKELY_IMPROVED,
    LIKELY_WORSE,
    NOT_TOLD_APART,
    TOO_FEW,
    WORSE,
    Judgement,
    baseline_of,
    change_percent,
    improved_by_chance,
    interim,
    judge,
    one_in,
    points_to_settle,
)


class Points(NamedTuple):
    """The values that are compared, in the unit of a reading: those before go-live, and those of a milestone.

    :param unended: how many of them can only become larger, since most of their records are still open
    :param period: ``week`` or ``month``; None where those after are the milestones, which people have entered
    """

    before: list[float]
    after: list[float]
    unended: int
    period: str | None


# A second file: what is made of the readings, once they are there. It only adds to the tracking.
class RolloutKpiTracking(models.Model):
    """What the readings of a KPI say: whether it has moved, whether that may be chance, and what it is worth."""

    _inherit = "rollout.kpi.tracking"

    baseline_value = OptionalFloat(
        "Baseline Value", compute="_compute_result", store=True, aggregator="avg", help="The median of the points."
    )
    latest_value = OptionalFloat(
        compute="_compute_result", store=True, aggregator="avg", help="Of the last milestone read."
    )
    latest_day = fields.Integer("Last Milestone", compute="_compute_result", store=True, aggregator=None)
    verdict = fields.Selection(
        [
            (IMPROVED, "Improved"),
            (LIKELY_IMPROVED, "Likely improved"),
            (NOT_TOLD_APART, "Not told apart"),
            (LIKELY_WORSE, "Likely worse"),
            (WORSE, "Worse"),
            (TOO_FEW, "Too few data"),
            ("pending", "Not yet known"),
        ],
        compute="_compute_result",
        store=True,
        index=True,
    )
    shift = OptionalFloat(
        compute="_compute_result",
        store=True,
        aggregator=None,
        help="The median of all differences between a point after go-live and one before.",
    )
    shift_low = OptionalFloat(
        "Shift from", compute="_compute_result", store=True, aggregator=None, help="Empty: too few points to bound it."
    )
    shift_high = OptionalFloat(
        "Shift to", compute="_compute_result", store=True, aggregator=None, help="Empty: too few points to bound it."
    )
    change = OptionalFloat("Change (%)", compute="_compute_result", store=True, aggregator="avg")
    chance = OptionalFloat(
        compute="_compute_result",
        store=True,
        aggregator=None,
        help="How likely chance alone moves the points as far, from 0 to 1.",
    )
    is_extended = fields.Boolean(
        "Read Until Day 180",
        compute="_compute_result",
        store=True,
        help="It hadn't surely improved by day 90, and is read again on day 120 and 180.",
    )
    verdict_text = fields.Char("Verdict in Words", compute="_compute_verdict_text")
    basis_text = fields.Char("Based On", compute="_compute_verdict_text")
    bullet = fields.Json("Against Baseline and Target", compute="_compute_bullet")
    sparkline = fields.Json("Trend", compute="_compute_sparkline")

    @api.depends(
        "reading_ids.level", "reading_ids.at_least", "reading_ids.state", "reading_ids.role",
        "reading_ids.milestone_day", "reading_ids.date_from", "reading_ids.date_to", "phase_id.go_live_date",
        "kpi_id.direction", "kpi_id.threshold", "kpi_id.source",
    )  # fmt: skip
    def _compute_result(self):
        for tracking in self:
            points = tracking._get_points(0)
            # A reading that failed says nothing; it is tried again.
            latest = tracking.reading_ids.filtered(
                lambda reading: reading.role == "milestone" and reading.state != "error"
            ).sorted("milestone_day")[-1:]
            tracking.baseline_value = baseline_of(points.before)
            tracking.latest_value = latest.level if latest.state == "ok" else None
            tracking.latest_day = latest.milestone_day
            judgement = tracking._judge(latest.milestone_day) if latest else Judgement("pending")
            tracking.verdict = judgement.verdict
            tracking.shift = judgement.shift
            bounds = [judgement.low, judgement.high]
            tracking.shift_low, tracking.shift_high = (
                None if bound is None or not isfinite(bound) else bound for bound in bounds
            )
            moved = None if judgement.shift is None else tracking.baseline_value + judgement.shift
            tracking.change = change_percent(tracking.baseline_value, moved)
            tracking.chance = judgement.chance
            tracking.is_extended = tracking._has_dipped()

    def _has_dipped(self) -> bool:
        """Tell whether day 90 was read and has not surely improved."""
        self.ensure_one()
        return VERDICT_DAY in self._get_taken_milestones() and self._judge(VERDICT_DAY).verdict != IMPROVED

    def _judge(self, day: int) -> Judgement:
        """Return what the points say by a milestone; before day 90, in the dip, never more than *likely*."""
        self.ensure_one()
        kpi = self.kpi_id
        points = self._get_points(day)
        judgement = judge(points.before, points.after, kpi.direction == "lower", kpi.threshold)
        return judgement if day >= VERDICT_DAY else interim(judgement)

    def _get_points(self, day: int) -> Points:
        """Return the points that are compared on a milestone.

        Those after go-live of a KPI that is entered by hand are its milestones.
        """
        self.ensure_one()
        before = self._get_baseline_points()
        read = self.reading_ids.filtered(lambda reading: reading.state == "ok" and reading.role != "baseline")
        points = read.filtered(lambda reading: reading.role == "point").sorted("date_from")
        go_live = self.phase_id.go_live_date
        if points and go_live:
            period = self.kpi_id._get_point_period()
            windows = [(point.date_from, point.date_to) for point in points]
            after = points.browse(points[place].id for place in judged(windows, go_live, day, period))
        else:
            period = None
            after = read.filtered(lambda reading: 0 < reading.milestone_day <= day).sorted("milestone_day")
            after = after[-POINTS_AFTER[MONTH] :]
        return Points(
            before._get_safe_levels(after),
            after._get_safe_levels(before),
            len((before | after).filtered("at_least")),
            period,
        )

    def _get_luck(self, at_most: int) -> float:
        """Return how many of these KPIs would look improved although nothing had changed.

        :param at_most: the ``N`` of the chance, 1 in N, at which they would
        """
        points = (tracking._get_points(tracking.latest_day) for tracking in self)
        return sum(improved_by_chance(len(each.before), len(each.after), at_most) for each in points)

    # The verdict in words.

    @api.depends(
        "verdict", "shift", "shift_low", "shift_high", "chance", "latest_day", "kpi_id.unit", "reading_ids.level"
    )
    @api.depends_context("lang")
    def _compute_verdict_text(self):
        for tracking in self:
            points = tracking._get_points(tracking.latest_day)
            tracking.verdict_text = tracking._get_finding(points)
            tracking.basis_text = " ".join(tracking._get_basis(points)) or False

    def _get_finding(self, points) -> str:
        """Return in a sentence what has moved how far, and how likely that is chance."""
        if self.verdict == "pending":
            return self.env._("Nothing has been read yet.")
        if self.verdict == TOO_FEW or not points.before or not points.after:
            return self.env._(
                "Too few data to tell by day %(day)s: %(before)s points before go-live, %(after)s after it.",
                day=self.latest_day,
                before=len(points.before),
                after=len(points.after),
            )
        text = self.env._(
            "From %(baseline)s to %(value)s by day %(day)s",
            baseline=self._number(median(points.before)),
            value=self._format(median(points.after)),
            day=self.latest_day,
        )
        # A shift is the median of all differences, and so not always the difference of the medians.
        if self.shift:
            moved = self._number(abs(self.shift))
            words = self.env._("%s lower", moved) if self.shift < 0 else self.env._("%s higher", moved)
            percent = change_percent(self.baseline_value, self.baseline_value + self.shift, digits=0)
            text = f"{text}: {words}" if percent is None else f"{text}: {words} ({percent:+.0f} %)"
        if self.verdict == NOT_TOLD_APART:
            return self.env._("%s, not told apart from before", text)
        return self.env._("%(finding)s; could be chance: 1 in %(number)s", finding=text, number=one_in(self.chance))

    def _get_basis(self, points) -> list[str]:
        """Return in sentences what the verdict is made of, and how many more points would settle it."""
        if self.verdict in ("pending", TOO_FEW):
            needed = BASELINE_POINTS - len(points.before)
            return [self.env._("Points before go-live that are still needed: %s.", needed)] if needed > 0 else []
        kpi = self.kpi_id
        sentences = [
            self.env._(
                "%(before)s points before go-live, %(after)s after it.",
                before=len(points.before),
                after=len(points.after),
            )
        ]
        if self.shift_low is not False and self.shift_high is not False:
            sentences.append(
                self.env._(
                    "In nine of ten such cases the true shift lies from %(low)s to %(high)s.",
                    low=self._signed(self.shift_low),
                    high=self._signed(self.shift_high),
                )
            )
        if self.latest_day < VERDICT_DAY:
            sentences.append(
                self.env._(
                    "Not final before day %(day)s: weeks 1 to %(week)s are the expected dip.",
                    day=VERDICT_DAY,
                    week=PARITY_WEEK,
                )
            )
        elif points.period == WEEK:
            sentences.append(self.env._("Weeks 1 to %s, the expected dip, are left out.", PARITY_WEEK))
        else:
            sentences.append(self.env._("There are too few of them to leave the expected dip out."))
        if points.unended:
            sentences.append(
                self.env._(
                    "In %s of all points, most records were still open: cancel or archive what will never end.",
                    points.unended,
                )
            )
        most = POINTS_AFTER[points.period or MONTH]
        more = points_to_settle(points.before, points.after, kpi.direction == "lower", kpi.threshold, most)
        if more:
            sentences.append(self.env._("More points like the last ones that would settle it: %s.", more))
        elif more is None:
            sentences.append(self.env._("More points like the last ones would not settle it."))
        return sentences

    def _number(self, value):
        return formatLang(self.env, value, digits=1)

    def _signed(self, value):
        return f"+{self._number(value)}" if value > 0 else self._number(value)

    # The KPI as pictures: everything about them is decided here, the words included; the web client only draws.

    @api.depends("baseline_value", "target", "latest_value", "latest_day", "kpi_id.unit")
    @api.depends_context("lang")
    def _compute_bullet(self):
        for tracking in self:
            numbers = {
                "value": (tracking.latest_value, self.env._("Day %s", tracking.latest_day)),
                "baseline": (tracking.baseline_value, self.env._("Baseline")),
                "target": (tracking.target, self.env._("Target")),
            }
            known = {kind: value for kind, (value, _name) in numbers.items() if value is not False}
            marks = bullet(known.get("value"), known.get("baseline"), known.get("target"))
            legend = [
                {"kind": kind, "name": name, "text": formatLang(self.env, value, digits=1)}
                for kind, (value, name) in numbers.items()
                if value is not False
            ]
            tracking.bullet = marks and {
                **marks,
                "legend": legend,
                "unit": tracking.unit or "",
                "label": tracking._describe([(line["name"], line["text"]) for line in legend]),
            }

    @api.depends(
        "reading_ids.level", "reading_ids.state", "reading_ids.role", "reading_ids.milestone_day",
        "reading_ids.date_to", "target", "phase_id.go_live_date", "kpi_id.unit",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_sparkline(self):
        for tracking in self:
            # A line that is just being entered may lack both.
            readings = tracking.reading_ids.filtered(
                lambda reading: reading.state == "ok" and reading.date_to and reading.level is not False
            ).sorted("date_to")
            # What a milestone sums up is in the points already, where there are any.
            points = readings.filtered(lambda reading: reading.role != "milestone")
            shown = points if points.filtered(lambda reading: reading.role == "point") else readings
            target = None if tracking.target is False else tracking.target
            line = sparkline(
                [(reading.date_to, reading.level) for reading in shown], tracking.phase_id.go_live_date, target
            )
            texts = [(reading.display_name, formatLang(self.env, reading.level, digits=1)) for reading in shown]
            tracking.sparkline = line and {
                "go_live": line["go_live"],
                "target": line["target"],
                "points": [
                    {"x": x, "y": y, "role": reading.role, "text": f"{name}: {text}"}
                    for (x, y), reading, (name, text) in zip(line["points"], shown, texts, strict=True)
                ],
                "label": tracking._describe(texts),
            }

    def _describe(self, texts) -> str:
        """Return in words what a picture shows, for those who don't see it.

        :param texts: ``(name, value)`` pairs
        """
        words = ", ".join(f"{name}: {value}" for name, value in texts)
        return f"{words} ({self.unit})" if self.unit else words

    # Hours a week, before and after, and their price.

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
