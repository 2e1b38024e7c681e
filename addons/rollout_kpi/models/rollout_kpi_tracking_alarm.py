from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_phase.tools.reader_dates import format_date
from odoo.addons.rollout_phase.tools.week import local_day

from ..tools.milestone import VERDICT_DAY
from ..tools.verdict import LIKELY_WORSE, NOT_TOLD_APART, TOO_FEW, WORSE

# What raises the alarm: each is told in its own words.
NOT_IMPROVED = (NOT_TOLD_APART, LIKELY_WORSE, WORSE, TOO_FEW)
# How long a value may be missing before the sponsor hears of it.
PATIENCE_DAYS = 7
# The mail of each kind of alarm in the ledger.
ALARM_PURPOSES = {"alarm": "rollout_kpi.alarm", "missing": "rollout_kpi.missing"}


class RolloutKpiTracking(models.Model):
    """The alarm: nothing shows an improvement by day 90, or a value is missing that nobody enters.

    It leaves by itself, whether or not anybody reads a digest.
    """

    _inherit = "rollout.kpi.tracking"

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

    @api.depends("verdict", "latest_day", "countermeasure_ids.day")
    def _compute_needs_countermeasure(self):
        for tracking in self:
            tracking.needs_countermeasure = tracking._has_not_improved() and not tracking._get_answers()

    def _has_not_improved(self) -> bool:
        self.ensure_one()
        return self.latest_day >= VERDICT_DAY and self.verdict in NOT_IMPROVED

    def _get_answers(self):
        """Return the countermeasures that were named for the last milestone."""
        self.ensure_one()
        return self.countermeasure_ids.filtered(lambda countermeasure: countermeasure.day >= self.latest_day)

    @api.depends("verdict", "latest_day")
    @api.depends_context("lang")
    def _compute_alarm_text(self):
        for tracking in self:
            tracking.alarm_text = tracking._get_alarm_text()

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
