from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.rollout_base.tools.excerpt import excerpt
from odoo.addons.rollout_base.tools.reader_dates import format_date

from ..tools.milestone import MILESTONE_DAYS, VERDICT_DAY
from ..tools.print_chart import bars
from ..tools.task_time import PARITY_WEEK
from ..tools.verdict import BASELINE_POINTS, BETTER, LIKELY, NOT_TOLD_APART, RULED_OUT, change_percent, one_in

# What one A4 page holds, in pixels of the template, and how many of anything else. With more KPIs than that,
# the report goes on on a second page: no result is left out.
KPIS_ON_A_PAGE = 8
KPIS_HEIGHT = 408
KPI_HEIGHT, LINE_HEIGHT = 35, 15
LINES_MOST = 3
TASKS_MOST = 2
ANSWERS_MOST = 3
BARS_SIZE = 120, 26
CURVE_SIZE = 340, 128
# Characters in a line of each place; what is too wide all the same is clipped.
NAME_CHARS, NOTE_CHARS, LINE_CHARS = 34, 118, 122

# Verdicts are told by a word, a sign and a colour: none of them alone.
SIGNS = {
    "improved": "+",
    "likely_improved": "+",
    "not_told_apart": "=",
    "likely_worse": "!",
    "worse": "!",
    "too_few": "?",
    "pending": "…",
}


class RolloutOutcomeReport(models.AbstractModel):
    """One page about what a phase has brought by day 90, for leadership.

    It is made with the rights of whoever prints it: who may not read the KPIs finds none of them on it.
    """

    _name = "report.rollout_kpi.outcome_report"
    _description = "Outcome Report"
    # It has the paper of the gate's report, and the facts at its head.
    _inherit = ["report.rollout_phase.gate_report"]

    @api.model
    def _prepare_page(self, phase) -> dict:
        """Return the texts and pictures of one page, each small enough for its place."""
        trackings = phase.kpi_tracking_ids
        page = {
            "phase": phase,
            "company": phase.company_id.name,
            "printed_on": self._format_moment(phase.program_id, fields.Datetime.now()),
            "name": excerpt(phase.display_name, 40),
            "stage": phase.stage_id.name,
            "facts": self._prepare_facts(phase),
            "status": self._prepare_status(phase, trackings),
            "verdicts": self._count_verdicts(trackings),
            "luck": self._prepare_luck(trackings),
            "kpis": self._prepare_kpis(trackings),
            "status_quo": phase.status_quo_text,
            "saved": phase.saved_text,
            "tasks": [self._prepare_task(task, len(trackings)) for task in phase.task_ids[:TASKS_MOST]],
            "tasks_left": len(phase.task_ids[TASKS_MOST:]),
            "promises": self._prepare_promises(phase),
            "answers": self._prepare_answers(trackings),
            "signature": self._prepare_signature(phase.program_id),
        }
        return {**page, "is_long": len(trackings) > KPIS_ON_A_PAGE}

    @api.model
    def _prepare_status(self, phase, trackings) -> str:
        """Return what a reader must know first: is this the result, or is something still to come?"""
        live = phase.go_live_date
        if not live:
            return self.env._("The department is not live yet: there is no result to tell.")
        if phase.day < VERDICT_DAY:
            day = format_date(self.env, live + timedelta(days=VERDICT_DAY))
            return self.env._(
                "An interim report of day %(day)s. The result is known on day %(verdict)s, on %(date)s.",
                day=phase.day,
                verdict=VERDICT_DAY,
                date=day,
            )
        missing = trackings.filtered(lambda tracking: VERDICT_DAY not in tracking._get_taken_milestones())
        if missing:
            names = ", ".join(missing.kpi_id.mapped("name"))
            return excerpt(self.env._("Day %(day)s is not read yet: %(kpis)s", day=VERDICT_DAY, kpis=names), LINE_CHARS)
        return self.env._("The result after day %s.", VERDICT_DAY)

    @api.model
    def _count_verdicts(self, trackings) -> list[tuple[str, str, str, int]]:
        """Return code, sign, word and number of each verdict that occurs."""
        labels = dict(trackings._fields["verdict"]._description_selection(self.env))
        found = trackings.mapped("verdict")
        return [(code, SIGNS[code], label, found.count(code)) for code, label in labels.items() if code in found]

    @api.model
    def _prepare_luck(self, trackings) -> str:
        """Return how many of the numbers would look improved, or likely so, by chance alone, once there is a result."""
        judged = trackings.filtered(
            lambda tracking: tracking.latest_day >= VERDICT_DAY and tracking.chance is not False
        )
        if not judged:
            return ""
        sure, likely = (judged._get_luck(at_most) for at_most in (RULED_OUT, LIKELY))
        return self.env._(
            "Chance alone would make %(sure)s of these %(total)s numbers look improved, and %(likely)s more likely so.",
            sure=formatLang(self.env, sure, digits=1),
            total=len(judged),
            likely=formatLang(self.env, likely - sure, digits=1),
        )

    @api.model
    def _prepare_kpis(self, trackings) -> list[dict]:
        labels = dict(trackings._fields["verdict"]._description_selection(self.env))
        room = KPIS_HEIGHT // max(1, min(len(trackings), KPIS_ON_A_PAGE))
        lines = max(1, min(LINES_MOST, (room - KPI_HEIGHT) // LINE_HEIGHT))
        return [
            {
                "name": excerpt(tracking.kpi_id.name, NAME_CHARS),
                "unit": excerpt(tracking.unit, NAME_CHARS),
                "goal": tracking.kpi_id.direction,
                "cells": self._prepare_cells(tracking),
                "bars": self._prepare_bars(tracking),
                "verdict": tracking.verdict,
                "sign": SIGNS[tracking.verdict],
                "label": labels[tracking.verdict],
                "change": self._get_change(tracking),
                "notes": excerpt(self._get_notes(tracking), lines * NOTE_CHARS),
                "lines": lines,
            }
            for tracking in trackings
        ]

    @api.model
    def _get_change(self, tracking) -> str:
        if tracking.chance is False:
            return ""
        parts = []
        if tracking.change is not False:
            # Not from the change, which has been rounded once already.
            moved = tracking.baseline_value + tracking.shift
            parts.append(f"{change_percent(tracking.baseline_value, moved, digits=0):+.0f} %")
        if tracking.verdict != NOT_TOLD_APART:
            parts.append(self.env._("by chance: 1 in %s", one_in(tracking.chance)))
        return ", ".join(parts)

    @api.model
    def _prepare_cells(self, tracking) -> list[tuple[str, str]]:
        """Return value and remarks of the baseline and of each milestone, in the table's order."""
        points = tracking._get_baseline_points()
        if len(points) < BASELINE_POINTS:
            cells = [(tracking.baseline_text, "")]
        else:
            cells = [(self._number(tracking.baseline_value), self.env._("%s points", len(points)))]
        readings = {r.milestone_day: r for r in tracking.reading_ids if r.role == "milestone"}
        today = tracking.program_id._get_today()
        for day in MILESTONE_DAYS:
            reading = readings.get(day)
            if reading:
                text = self._number(reading.value) if reading.state == "ok" else reading.value_text
                text = f"> {text}" if reading.at_least else text
                cells.append((text, self._get_remarks(reading)))
                continue
            due = tracking.phase_id.go_live_date and tracking.phase_id.go_live_date + timedelta(days=day)
            # On its day it is still to come, as on the calendar.
            if due and due >= today:
                cells.append(("–", format_date(self.env, due)))
            else:
                cells.append((self.env._("missing") if due else "–", ""))
        return cells

    @api.model
    def _get_remarks(self, reading) -> str:
        remarks = []
        if reading.waiting:
            remarks.append(self.env._("%(waiting)s of %(count)s open", waiting=reading.waiting, count=reading.count))
        elif reading.measured:
            remarks.append(self.env._("%s records", reading.count))
        if reading.late:
            remarks.append(self.env._("late"))
        if reading.correction_ids:
            remarks.append(self.env._("corrected"))
        return ", ".join(remarks)

    @api.model
    def _get_notes(self, tracking) -> str:
        """Return how the readings were found, the same method once, and what the verdict is made of."""
        # Measured points are found as the milestones are.
        told = tracking.reading_ids.filtered(lambda r: r.role == "milestone" or not r.measured)
        labels_by_method = {}
        for reading in told.sorted(lambda r: (r.milestone_day, r.date_to)):
            if method := reading.method_text:
                labels_by_method.setdefault(method, {})[reading.display_name] = True
        methods = [f"{', '.join(labels)}: {method}" for method, labels in labels_by_method.items()]
        return "; ".join(filter(None, [*methods, tracking.basis_text]))

    @api.model
    def _prepare_bars(self, tracking) -> dict:
        """Return the picture of a KPI: a bar for the baseline and each milestone, and the baseline's line."""
        width, height = BARS_SIZE
        readings = {r.milestone_day: r.value for r in tracking.reading_ids if r.role == "milestone" and r.state == "ok"}
        baseline = None if tracking.baseline_value is False else tracking.baseline_value
        values = [baseline, *(readings.get(day) for day in MILESTONE_DAYS)]
        places = bars(values, width, height)
        if places[0] and tracking.baseline_value < 0:
            level = places[0]["y"] + places[0]["height"]
        else:
            level = places[0] and places[0]["y"]
        # The verdict is about the last value alone, and so is its colour.
        latest = max((index for index, value in enumerate(values) if value is not None and index), default=0)
        return {"width": width, "height": height, "places": places, "level": level, "latest": latest}

    @api.model
    def _prepare_task(self, task, kpis: int) -> dict:
        width, height = CURVE_SIZE
        # Where few KPIs leave room, the picture takes it.
        height += 16 * max(0, KPIS_ON_A_PAGE - 4 - kpis)
        return {
            "name": excerpt(task.name, 48),
            "finding": excerpt(task.finding, 120),
            **task._prepare_curve(width, height),
        }

    @api.model
    def _prepare_promises(self, phase) -> list[tuple[str, str]]:
        """Return what was promised, and what came of it."""
        promises = []
        if phase.task_ids:
            promises.append(
                (
                    self.env._("Back at the old speed by about week %s", PARITY_WEEK),
                    excerpt("; ".join(self._get_recovery(task) for task in phase.task_ids), 2 * 60),
                )
            )
        program = phase.program_id
        if program.date_start:
            promised = program.date_start + relativedelta(months=program.expectation_months)
            improved = phase.kpi_tracking_ids.filtered(lambda tracking: tracking.verdict in BETTER)
            promises.append(
                (
                    self.env._(
                        "Better within %(months)s months, by %(date)s",
                        months=program.expectation_months,
                        date=format_date(self.env, promised),
                    ),
                    self.env._(
                        "%(improved)s of %(total)s numbers have improved so far, or likely so",
                        improved=len(improved),
                        total=len(phase.kpi_tracking_ids),
                    ),
                )
            )
        return promises

    @api.model
    def _get_recovery(self, task) -> str:
        if task.state == "recovered":
            return self.env._("%(task)s: in week %(week)s", task=task.name, week=task.parity_week)
        labels = dict(task._fields["state"]._description_selection(self.env))
        return f"{task.name}: {labels[task.state]}"

    @api.model
    def _prepare_answers(self, trackings) -> list[tuple[str, str]]:
        """Return what is done about each number that shows no improvement, or that nobody has said it."""
        answers = []
        for tracking in trackings.filtered(lambda t: t.needs_countermeasure or t.countermeasure_ids):
            name = tracking.kpi_id.name
            if tracking.needs_countermeasure:
                answers.append((name, self.env._("nobody has said yet what is done about it")))
                continue
            done = tracking.countermeasure_ids[0]
            text = self.env._(
                "%(what)s (%(who)s, until %(date)s)",
                what=excerpt(done.name, 70),
                # Everybody who sees the number sees who answers for it.
                who=done.user_id.sudo().name,
                date=format_date(self.env, done.deadline),
            )
            answers.append((name, text))
        left = len(answers) - ANSWERS_MOST
        answers = [(name, excerpt(text, 110)) for name, text in answers[:ANSWERS_MOST]]
        return [*answers, ("", self.env._("and %s more", left))] if left > 0 else answers

    @api.model
    def _number(self, value) -> str:
        return formatLang(self.env, value, digits=1)
