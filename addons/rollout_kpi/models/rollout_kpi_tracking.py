import logging
from datetime import timedelta

import psycopg2.extensions

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang, split_every

from odoo.addons.rollout_base.tools.long_name import split_name
from odoo.addons.rollout_base.tools.reader_dates import format_date
from odoo.addons.rollout_base.tools.week import local_day

from ..tools.measurement import Window, windows_before
from ..tools.milestone import MILESTONE_DAYS, VERDICT_DAY, due_milestones, milestone_days, next_milestone
from ..tools.optional_float import OptionalFloat
from ..tools.points import POINTS_BEFORE, windows_since, windows_until
from ..tools.verdict import BASELINE_POINTS, LIKELY_WORSE, NOT_TOLD_APART, TOO_FEW, WORSE
from .rollout_kpi import MANUAL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 50
# What raises the alarm: each is told in its own words.
NOT_IMPROVED = (NOT_TOLD_APART, LIKELY_WORSE, WORSE, TOO_FEW)
# How long a value may be missing before the sponsor hears of it.
PATIENCE_DAYS = 7
# The mail of each kind of alarm in the ledger.
ALARM_PURPOSES = {"alarm": "rollout_kpi.alarm", "missing": "rollout_kpi.missing"}
# {purpose in the ledger: kind of alarm}
ALARM_KINDS = {purpose: kind for kind, purpose in ALARM_PURPOSES.items()}


class RolloutKpiTracking(models.Model):
    """A KPI followed through one go-live: its baseline, its milestones, and the alarm if nothing improves.

    The alarm leaves by itself, whether or not anybody reads a digest.
    """

    _name = "rollout.kpi.tracking"
    _description = "KPI of a Phase"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "phase_id, kpi_id, id"
    _check_company_auto = True
    _alike_by = dict.fromkeys(("baseline_value", "target", "latest_value", "change"), ("id",))
    _fixed_fields = frozenset({"kpi_id", "phase_id"})

    kpi_id = fields.Many2one("rollout.kpi", "KPI", required=True, index=True, ondelete="restrict", check_company=True)
    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade", check_company=True)
    program_id = fields.Many2one(related="phase_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    stage_code = fields.Selection(related="phase_id.stage_code")
    source = fields.Selection(related="kpi_id.source")
    unit = fields.Char(related="kpi_id.unit")
    reading_ids = fields.One2many("rollout.kpi.reading", "tracking_id", "Readings")
    baseline_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Baseline Points", domain=[("role", "=", "baseline")]
    )
    milestone_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Milestones", domain=[("role", "=", "milestone")]
    )
    point_ids = fields.One2many(
        "rollout.kpi.reading", "tracking_id", "Points after Go-Live", domain=[("role", "=", "point")]
    )
    baseline_locked_on = fields.Datetime(
        "Baseline Locked", readonly=True, copy=False, help="From then on it stays as it is."
    )
    target = OptionalFloat(
        aggregator="avg",
        copy=False,
        help="The value that the launch is to reach. Decided before go-live, and fixed with the baseline.",
    )
    next_due_date = fields.Date("Next Reading", compute="_compute_next_due", store=True, index=True)
    baseline_text = fields.Char("Baseline", compute="_compute_texts")
    day_30 = fields.Char(compute="_compute_texts")
    day_60 = fields.Char(compute="_compute_texts")
    day_90 = fields.Char(compute="_compute_texts")
    request_day = fields.Integer(
        readonly=True, copy=False, help="The last milestone for which somebody was asked.", aggregator=None
    )
    request_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    countermeasure_ids = fields.One2many("rollout.kpi.countermeasure", "tracking_id", "Countermeasures")
    needs_countermeasure = fields.Boolean(
        "Needs a Countermeasure",
        compute="_compute_needs_countermeasure",
        store=True,
        index=True,
        help="Nothing shows an improvement by day 90 or later, and nobody has said what is done about it.",
    )
    alarm_text = fields.Char("Alarm", compute="_compute_alarm_text")
    alarm_day = fields.Integer(
        readonly=True, copy=False, help="The last milestone that raised an alarm.", aggregator=None
    )
    alarm_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    missing_day = fields.Integer(
        readonly=True, copy=False, help="The last milestone reported as missing.", aggregator=None
    )

    _target_finite = models.Constraint(
        "CHECK (target > '-Infinity' AND target < 'Infinity')", "A target must be a number."
    )
    _kpi_unique = models.UniqueIndex("(phase_id, kpi_id)", "This phase already tracks that KPI.")

    @api.depends("kpi_id.display_name", "phase_id.display_name")
    def _compute_display_name(self):
        for tracking in self:
            names = (tracking.kpi_id.display_name, tracking.phase_id.display_name)
            tracking.display_name = " – ".join(filter(None, names))

    @api.model
    def _search_display_name(self, operator, value):
        """Search as the name is made: by KPI and phase; while somebody types, by either."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        each_operator = "=" if operator == "in" else operator
        domain = Domain.FALSE
        for text in value if operator == "in" else [value]:
            if operator.endswith("like"):
                domain |= Domain("kpi_id.display_name", operator, text) | Domain(
                    "phase_id.display_name", operator, text
                )
            for kpi, phase in split_name(text, " – ") if isinstance(text, str) else ():
                domain |= Domain("kpi_id.display_name", each_operator, kpi) & Domain(
                    "phase_id.display_name", each_operator, phase
                )
        return domain

    @api.depends(
        "phase_id.go_live_date", "phase_id.stage_code", "reading_ids.role", "reading_ids.state",
        "reading_ids.milestone_day", "is_extended",
    )  # fmt: skip
    def _compute_next_due(self):
        for tracking in self:
            go_live = tracking.phase_id.go_live_date
            day = next_milestone(tracking._get_taken_milestones(), tracking.is_extended)
            running = go_live and tracking.phase_id.stage_code in ("live", "stable")
            tracking.next_due_date = running and day and go_live + timedelta(days=day)

    @api.depends(
        "reading_ids.value_text", "reading_ids.role", "reading_ids.milestone_day",
        "reading_ids.state", "baseline_value",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_texts(self):
        for tracking in self:
            count = len(tracking._get_baseline_points())
            if count >= BASELINE_POINTS:
                tracking.baseline_text = tracking._format(tracking.baseline_value)
            else:
                tracking.baseline_text = self.env._(
                    "%(count)s of %(needed)s points", count=count, needed=BASELINE_POINTS
                )
            texts = {
                reading.milestone_day: reading.value_text
                for reading in tracking.reading_ids
                if reading.role == "milestone"
            }
            for day in MILESTONE_DAYS:
                tracking[f"day_{day}"] = texts.get(day)

    def _format(self, value):
        return " ".join(filter(None, [formatLang(self.env, value, digits=1), self.unit]))

    @api.depends("verdict", "latest_day", "countermeasure_ids.day")
    def _compute_needs_countermeasure(self):
        for tracking in self:
            tracking.needs_countermeasure = tracking._has_not_improved() and not tracking._get_answers()

    @api.depends("verdict", "latest_day")
    @api.depends_context("lang")
    def _compute_alarm_text(self):
        for tracking in self:
            tracking.alarm_text = tracking._get_alarm_text()

    @api.model
    def _explain_guard(self, names):
        if names & self._get_declared("_fixed_fields"):
            return self.env._("One KPI is followed in one phase. Add another one, and delete this one instead.")
        return super()._explain_guard(names)

    @api.model_create_multi
    def create(self, vals_list):
        trackings = super().create(vals_list)
        if not self.env.su:
            trackings.filtered(lambda tracking: tracking.target is not False)._ensure_target_is_free()
        return trackings

    def write(self, vals):
        if not self.env.su and "target" in vals:
            self.check_access("write")
            self._lock()
            self._ensure_target_is_free()
        return super().write(vals)

    def _ensure_target_is_free(self):
        if self.filtered(lambda tracking: tracking.baseline_locked_on or tracking.phase_id.go_live_date):
            raise UserError(
                self.env._("The target is fixed with the baseline since go-live: it must not follow what came out.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        if self.filtered("baseline_locked_on") or self.milestone_ids:
            self._refuse_locked()

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

    def _get_baseline_points(self):
        """Return the points of the baseline that have a value."""
        return self.reading_ids.filtered(lambda reading: reading.role == "baseline" and reading.state == "ok")

    def _get_milestone_days(self):
        """Return the days after go-live on which the KPI is read in this phase."""
        return milestone_days(self.is_extended)

    def _get_taken_milestones(self):
        """Return the days of the milestones that are read; a failed one is to be tried again."""
        return {
            reading.milestone_day
            for reading in self.reading_ids
            if reading.role == "milestone" and reading.state != "error"
        }

    def _ensure_baseline_is_free(self):
        """
        :raise UserError: what a person says about the time before go-live would be said once results may be known
        """
        for tracking in self:
            if tracking.baseline_locked_on:
                tracking._refuse_locked()
            if tracking.phase_id.go_live_date:
                raise UserError(
                    self.env._(
                        "%s is live: a baseline entered by hand could follow what came out. Follow a KPI here that is "
                        "measured from Odoo's own records, which tell of the time before, too.",
                        tracking.phase_id.name,
                    )
                )

    def _refuse_locked(self):
        raise UserError(self.env._("The baseline is locked since go-live: what was measured then stays."))

    def _lock(self):
        """Keep everybody else from locking the baseline or taking a reading at this moment."""
        self._wait_turn()

    def _lock_baseline(self):
        self.filtered(lambda tracking: not tracking.baseline_locked_on).write(
            {"baseline_locked_on": fields.Datetime.now()}
        )

    # What is measured, and how it becomes a reading.

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

    # Milestones are read by a scheduled action.

    @api.model
    def _cron_take_readings(self):
        """Take the readings of all milestones that have come, and ask for those entered by hand."""
        # No time zone is more than a day ahead; each program's own day decides when its readings are taken.
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

    # The alarm: nothing shows an improvement by day 90, or a value is missing that nobody enters.

    def _has_not_improved(self) -> bool:
        self.ensure_one()
        return self.latest_day >= VERDICT_DAY and self.verdict in NOT_IMPROVED

    def _get_answers(self):
        """Return the countermeasures that were named for the last milestone."""
        self.ensure_one()
        return self.countermeasure_ids.filtered(lambda countermeasure: countermeasure.day >= self.latest_day)

    def _get_alarm_text(self) -> str | bool:
        """Return what raises the alarm: only what got worse did so, and where nothing can be told, nothing is."""
        self.ensure_one()
        day = self.latest_day
        texts = {
            WORSE: lambda: self.env._("Worse by day %s", day),
            LIKELY_WORSE: lambda: self.env._("Likely worse by day %s", day),
            NOT_TOLD_APART: lambda: self.env._("Not told apart from before by day %s", day),
            TOO_FEW: lambda: self.env._("Too few data to tell by day %s", day),
        }
        return texts[self.verdict]() if self.verdict in texts else False

    @api.model
    def _cron_raise_alarms(self):
        """Raise the alarms that are due and haven't been raised yet, each tracking once per milestone."""
        long_ago = local_day(fields.Datetime.now(), "UTC") - timedelta(days=PATIENCE_DAYS - 1)
        due = self.search(
            Domain("phase_id.stage_code", "!=", "cancelled")
            & (
                (Domain("latest_day", ">=", VERDICT_DAY) & Domain("verdict", "in", NOT_IMPROVED))
                | Domain("next_due_date", "<=", long_ago)
            )
        )
        due = due.filtered(lambda tracking: tracking._is_alarm_due() or tracking._get_missing_day())
        self.env["ir.cron"]._run_isolated(
            due,
            lambda tracking: tracking._raise_alarms(),
            lambda tracking: f"The alarm of {tracking} could not be raised",
            allow_referencing=True,
        )

    def _is_alarm_due(self) -> bool:
        # Also where it has been answered beforehand: an answer is for those who are told to read.
        self.ensure_one()
        return self._has_not_improved() and self.alarm_day < self.latest_day

    def _get_missing_day(self) -> int | None:
        """Return the milestone whose value is missing for too long, unless the sponsor knows of it."""
        self.ensure_one()
        if not self.next_due_date:
            return None
        day = (self.next_due_date - self.phase_id.go_live_date).days
        overdue = (self.program_id._get_today() - self.next_due_date).days
        return day if overdue >= PATIENCE_DAYS and self.missing_day < day else None

    def _get_open_alarms(self) -> dict[str, int]:
        """Return which alarms have been raised and not been answered since, as ``{kind: day}``."""
        self.ensure_one()
        alarms = {}
        if self.needs_countermeasure and self.alarm_day == self.latest_day:
            alarms["alarm"] = self.alarm_day
        if self.missing_day and self.next_due_date:
            day = (self.next_due_date - self.phase_id.go_live_date).days
            if day == self.missing_day:
                alarms["missing"] = day
        return alarms

    def _raise_alarms(self):
        self.ensure_one()
        if self._is_alarm_due():
            day = self.alarm_day = self.latest_day
            if self.needs_countermeasure:
                self.alarm_activity_id = self.phase_id._warn_lead(self._prepare_warning)
            self._queue_alarm("alarm", day)
        if missing := self._get_missing_day():
            self.missing_day = missing
            self._queue_alarm("missing", missing)

    def _prepare_warning(self, lang: str) -> tuple[str, str]:
        tracking = self.with_context(lang=lang)
        return tracking.env._("Say what is done about “%s”", tracking.kpi_id.name), tracking.verdict_text

    def _queue_alarm(self, kind: str, day: int):
        """Queue the mail to the sponsor and the lead, once each, or to whoever stands in.

        :param kind: ``alarm``, nothing shows an improvement, or ``missing``, a value was not entered
        """
        self.ensure_one()
        program = self.program_id
        readers = program._get_reachable_heads()
        # Made beforehand: what can't be made is to be tried again, not set aside.
        mails = {user: self.with_context(lang=user.lang)._prepare_alarm_mail(kind, day) for user in readers}
        self.env["rollout.mailing"]._queue_once(
            program,
            ALARM_PURPOSES[kind],
            f"{self.id}:{day}",
            readers,
            email_of=lambda user: user.email,
            prepare=mails.__getitem__,
        )

    def _prepare_alarm_mail(self, kind: str, day: int) -> dict:
        if kind == "alarm":
            subject = f"{self.display_name}: {self.alarm_text}"
            finding = self.verdict_text
            appeal = self.env._(
                "A launch that shows nothing by now needs attention now, not next quarter: the program stays red "
                "until somebody says what is done about it."
            )
            if answers := self._get_answers():
                appeal = self.env._(
                    "This is said to be done about it: %s.",
                    "; ".join(
                        self.env._(
                            "“%(what)s”, by %(who)s until %(day)s",
                            what=answer.name,
                            who=answer.user_id.name,
                            day=format_date(self.env, answer.deadline),
                        )
                        for answer in answers
                    ),
                )
        else:
            subject = self.env._("Day %(day)s: the value of %(kpi)s is missing", day=day, kpi=self.display_name)
            finding = self.env._("It was to be read %s days ago.", PATIENCE_DAYS)
            appeal = self.env._("Without it, nobody can tell whether the launch has made work better.")
        program = self.program_id
        body = self.env["ir.qweb"]._render(
            "rollout_kpi.alarm_mail",
            {
                "program": program,
                "subject": subject,
                "finding": finding,
                "appeal": appeal,
                "url": f"{program.get_base_url()}/odoo/rollout-kpis/{self.id}",
                "lang": self.env.lang,
            },
        )
        return {"subject": subject, "body_html": body}

    def _close_alarm(self):
        # Whoever says what is done answers the alarm, whomever it was addressed to.
        for tracking_sudo in self.sudo():
            tracking_sudo.alarm_activity_id.action_done()
