import logging
from datetime import timedelta

import psycopg2.extensions

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.rollout_phase.tools.reader_dates import format_date
from odoo.addons.rollout_phase.tools.week import local_day

from ..tools.measurement import Window, windows_before
from ..tools.milestone import due_milestones
from ..tools.points import POINTS_BEFORE, windows_since, windows_until
from .rollout_kpi import MANUAL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 50


class RolloutKpiTracking(models.Model):
    """How readings come about: the baseline by a button, the milestones by a scheduled action."""

    _inherit = "rollout.kpi.tracking"

    def action_measure_baseline(self):
        """Measure the baseline from Odoo's records, in place of what was measured before.

        The points are consecutive weeks, or months, that end before go-live, or before today: a department
        that is late still works the old way. Those of which somebody has entered a value are left out: no week counts
        twice.
        """
        self.check_access("write")
        self._lock()
        windows = []
        for tracking in self:
            if tracking.baseline_locked_on:
                tracking._refuse_locked()
            if tracking.source == MANUAL:
                raise UserError(self.env._("Enter the points of “%s” by hand.", tracking.kpi_id.name))
            windows += tracking._prepare_baseline_windows()
        # Readings from Odoo's records can't be written by people, who could make them up.
        readings_sudo = self.env["rollout.kpi.reading"].sudo()
        self.sudo().baseline_ids.filtered("measured").unlink()
        answers = self.env["rollout.kpi"]._measure(windows)
        readings_sudo.create([self._prepare_measured(window, answers[window.key]) for window in windows])

    def action_paste_points(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paste Old Figures"),
            "res_model": "rollout.kpi.paste",
            "view_mode": "form",
            "target": "new",
            "context": {"default_tracking_id": self.id},
        }

    def action_import_points(self):
        """Open Odoo's own import for points of this KPI."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Points of %s", self.display_name),
            "params": {"model": "rollout.kpi.reading", "context": {"default_tracking_id": self.id}},
        }

    def _prepare_window(self, date_from, date_to, role, day=0):
        self.ensure_one()
        return Window(
            key=(self.id, role, day, date_from),  # as of the reading that will hold the answer
            kpi_id=self.kpi_id.id,
            company_id=self.company_id.id,
            tz=self.program_id._get_timezone(),
            date_from=date_from,
            date_to=date_to,
            phase_id=self.phase_id.id,
        )

    def _prepare_baseline_windows(self):
        self.ensure_one()
        end = self.phase_id.go_live_date or self.program_id._get_today()
        period = self.kpi_id._get_point_period()
        entered = self.baseline_ids.filtered(lambda point: not point.measured and point.date_from)
        return [
            self._prepare_window(start, stop, "baseline")
            for start, stop in windows_until(end, period, POINTS_BEFORE[period])
            if not any(start < point.date_to and point.date_from < stop for point in entered)
        ]

    def _prepare_milestone_windows(self, days):
        """Return the windows of these milestones, and those of all points until the last of them, read or not."""
        self.ensure_one()
        go_live = self.phase_id.go_live_date
        windows = []
        for day in days:
            [bounds] = windows_before(go_live + timedelta(days=day), self.kpi_id.window_days)
            windows.append(self._prepare_window(*bounds, "milestone", day))
        if days:
            points = windows_since(go_live, go_live + timedelta(days=days[-1]), self.kpi_id._get_point_period())
            windows += [self._prepare_window(*bounds, "point") for bounds in points]
        return windows

    @api.model
    def _prepare_measured(self, window, measurement):
        tracking_id, role, day, _date_from = window.key
        tracking = self.browse(tracking_id)
        values = {
            "tracking_id": tracking_id,
            **(tracking._prepare_milestone(day) if day else {"role": role}),
            "date_from": window.date_from,
            "date_to": window.date_to,
            "taken_on": fields.Datetime.now(),
            "measured": True,
            "state": measurement.state,
            "count": measurement.count,
            "waiting": measurement.waiting,
            "oldest": measurement.oldest,
            "at_least": measurement.at_least,
            "facts": dict(measurement.facts),
            # The sentence of a problem that the source knows is made of its facts, for each reader.
            "error": not measurement.facts.get("problem") and measurement.error,
        }
        if measurement.state == "ok":
            values.update(value=measurement.value, spread=measurement.spread)
        return values

    def _prepare_milestone(self, day):
        """Return the values of a milestone's reading that follow from its day.

        :raise UserError: the day has not come
        """
        self.ensure_one()
        program = self.program_id
        due_date = self.phase_id.go_live_date + timedelta(days=day)
        today = program._get_today()
        if today < due_date:
            raise UserError(self.env._("Day %(day)s is on %(date)s.", day=day, date=format_date(self.env, due_date)))
        [(date_from, date_to)] = windows_before(due_date, self.kpi_id.window_days)
        return {
            "role": "milestone",
            "milestone_day": day,
            "date_from": date_from,
            "date_to": date_to,
            "due_date": due_date,
            "late": today > due_date,
        }

    @api.model
    def _cron_take_readings(self):
        """Take the readings of all milestones that have come, and ask for those entered by hand."""
        # No time zone is more than a day ahead; each program's own day decides below.
        tomorrow = local_day(fields.Datetime.now(), "UTC") + timedelta(days=1)
        due = self.search([("next_due_date", "<=", tomorrow)])
        self.env["ir.cron"]._run_isolated(
            [self.browse(ids) for ids in split_every(BATCH_SIZE, due.ids)],
            lambda batch: batch._take_readings_isolated(),
            lambda batch: f"The readings of {len(batch)} trackings could not be taken",
            allow_referencing=True,
        )

    def _take_readings_isolated(self):
        """Take the readings of these trackings together or, if that fails, each alone."""
        try:
            with self.env.cr.savepoint():
                self._take_readings()
            return
        except psycopg2.extensions.TransactionRollbackError:
            raise  # for nothing in these trackings
        except Exception:  # one tracking must not hold up the others
            if len(self) == 1:
                _logger.exception("The readings of %s could not be taken", self)
                return
        for tracking in self:
            tracking._take_readings_isolated()

    def _take_readings(self):
        """Take all milestones of these trackings that have come and aren't read yet."""
        windows, manual = [], []
        today_by_program = {program: program._get_today() for program in self.program_id}
        for tracking in self:
            go_live = tracking.phase_id.go_live_date
            due_days = due_milestones(
                go_live,
                today_by_program[tracking.program_id],
                tracking._get_taken_milestones(),
                tracking.is_extended,
            )
            if tracking.source == MANUAL:
                manual += [(tracking, day) for day in due_days[-1:]]
                continue
            if due_days and not tracking.baseline_locked_on and not tracking.baseline_ids.filtered("measured"):
                # Added after go-live: the records from before are still there.
                windows += tracking._prepare_baseline_windows()
            windows += tracking._prepare_milestone_windows(due_days)
        # What failed is measured again, and written where it failed.
        taken = {reading._get_window_key(): reading for reading in self.reading_ids.filtered("measured")}
        windows = [window for window in windows if window.key not in taken or taken[window.key].state == "error"]
        answers = self.env["rollout.kpi"]._measure(windows)
        # A baseline that could still change once results are known would prove nothing.
        self.browse({window.key[0] for window in windows})._lock_baseline()
        new = []
        for window in windows:
            values = self._prepare_measured(window, answers[window.key])
            if window.key in taken:
                taken[window.key].write(values)
            else:
                new.append(values)
        self.env["rollout.kpi.reading"].create(new)
        for tracking, day in manual:
            tracking._request_milestone(day)

    def _request_milestone(self, day):
        """Ask the program's lead, once, for a value that only people know."""
        if self.request_day >= day:
            return
        self.request_activity_id = self.phase_id._ask(
            "lead",
            "mail.mail_activity_data_todo",
            lambda lang: (self._prepare_request_summary(lang, day), ""),
            date_deadline=self.phase_id.go_live_date + timedelta(days=day),
        )
        self.request_day = day

    def _prepare_request_summary(self, lang: str, day: int) -> str:
        tracking = self.with_context(lang=lang)
        return tracking.env._("Enter “%(kpi)s” of day %(day)s", kpi=tracking.kpi_id.name, day=day)

    def _close_request(self, day):
        # Whoever enters the value answers the request, whomever it was addressed to.
        tracking_sudo = self.sudo()
        if tracking_sudo.request_day == day:
            tracking_sudo.request_activity_id.action_done()
