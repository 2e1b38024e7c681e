from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_round, formatLang

from ..tools.optional_float import OptionalFloat
from ..tools.print_chart import task_curve
from ..tools.task_time import MIN_SAMPLES, PARITY_WEEK, counted, judge_task, parity_week, weekly_medians

# The size of the picture in the web client, which scales it to the room there is.
CURVE_SIZE = 360, 190
# What samples are compared with, and what they are samples of.
MEASURED_FIELDS = {"name", "phase_id", "old_minutes", "old_method"}


class RolloutTask(models.Model):
    """A real task that is timed after go-live, against the time that it took in the old system."""

    _name = "rollout.task"
    _description = "Timed Task"
    _inherit = ["rollout.name.mixin", "rollout.phase.part.mixin"]
    _named_within = "phase_id"
    _order = "phase_id, name, id"

    phase_is_live = fields.Boolean(compute="_compute_phase_is_live")
    name = fields.Char("Task", required=True)
    workflow_id = fields.Many2one(
        "rollout.workflow",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('phase_id', '=', phase_id)]",
        help="The work that the task is a part of, if it is written down.",
    )
    old_minutes = fields.Float(
        "Minutes Before", required=True, help="How long it took in the old system.", aggregator=None
    )
    old_method = fields.Char(
        "How It Was Timed",
        required=True,
        help="How the time before was found and by whom, so that everybody may believe it.",
    )
    sample_ids = fields.One2many("rollout.task.sample", "task_id", "Samples", copy=False)
    sample_count = fields.Integer("Number of Samples", compute="_compute_result", store=True)
    has_been_timed = fields.Boolean(
        compute="_compute_has_been_timed", store=True, help="It has had samples, whatever became of them."
    )
    state = fields.Selection(
        [
            ("too_few", "Too few data"),
            ("dip", "In the dip"),
            ("recovered", "As fast as before"),
            ("slow", "Slower than before"),
        ],
        "Result",
        compute="_compute_result",
        store=True,
        index=True,
        help="By the last week with enough samples. From week 6 on, slower than before is no dip any more.",
    )
    latest_week = fields.Integer("Last Week", compute="_compute_result", store=True, aggregator=None)
    latest_minutes = OptionalFloat("Minutes Now", compute="_compute_result", store=True, aggregator=None)
    parity_week = fields.Integer(
        "Recovered in Week",
        compute="_compute_result",
        store=True,
        aggregator=None,
        help="No week since then was slower than before.",
    )
    finding = fields.Char("Result in Words", compute="_compute_finding")
    # Made by our own template from numbers; a sanitizer would take the picture away.
    curve = fields.Html("Learning Curve", compute="_compute_curve", sanitize=False)
    flagged_week = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="The week for which the lead was told that it is slow."
    )

    _old_minutes_positive = models.Constraint("CHECK (old_minutes > 0)", "A task takes more than no time.")

    @api.depends("old_minutes", "sample_ids.minutes", "sample_ids.week")
    def _compute_result(self):
        for task in self:
            weeks = task._get_weeks()
            medians = counted(weeks)
            task.sample_count = len(task.sample_ids)
            task.state = judge_task(weeks, task.old_minutes)
            task.latest_week = max(medians, default=0)
            task.latest_minutes = medians.get(task.latest_week)
            task.parity_week = parity_week(weeks, task.old_minutes) or 0

    @api.depends("phase_id.go_live_date")
    def _compute_phase_is_live(self):
        for task in self:
            task.phase_is_live = bool(task.phase_id.go_live_date)

    @api.depends("sample_ids")
    def _compute_has_been_timed(self):
        for task in self:
            task.has_been_timed = task.has_been_timed or bool(task.sample_ids)

    def _get_weeks(self) -> dict:
        """Return the samples' medians, see :func:`~.tools.task_time.weekly_medians`."""
        self.ensure_one()
        return weekly_medians((sample.week, sample.minutes) for sample in self.sample_ids if sample.week > 0)

    @api.depends("state", "latest_week", "latest_minutes", "parity_week", "old_minutes")
    @api.depends_context("lang")
    def _compute_finding(self):
        for task in self:
            figures = {
                "week": task.latest_week,
                "now": task._format(task.latest_minutes or 0),
                "before": task._format(task.old_minutes),
                "parity": PARITY_WEEK,
            }
            if task.state == "recovered":
                figures["since"] = task.parity_week
                task.finding = self.env._(
                    "As fast as before since week %(since)s: %(now)s min in week %(week)s, before it was %(before)s.",
                    **figures,
                )
            elif task.state == "slow":
                task.finding = self.env._(
                    "Slower than before in week %(week)s: %(now)s min, before it was %(before)s.", **figures
                )
            elif task.state == "dip":
                task.finding = self.env._(
                    "In the dip in week %(week)s: %(now)s min, before it was %(before)s. "
                    "It is expected to be over by week %(parity)s.",
                    **figures,
                )
            else:
                task.finding = self.env._("Too few data: a week counts from %s samples on.", MIN_SAMPLES)

    def _format(self, minutes):
        return formatLang(self.env, float_round(minutes, precision_digits=1), digits=1)

    @api.depends("old_minutes", "sample_ids.minutes", "sample_ids.week")
    @api.depends_context("lang")
    def _compute_curve(self):
        for task in self:
            picture = task._prepare_curve(*CURVE_SIZE) if task.sample_ids else None
            task.curve = self.env["ir.qweb"]._render("rollout_kpi.task_curve_web", picture) if picture else False

    def _prepare_curve(self, width: float, height: float) -> dict:
        """Return what the template ``task_curve`` draws in that many pixels."""
        self.ensure_one()
        weeks = self._get_weeks()
        return {
            "curve": task_curve(weeks, self.old_minutes, width, height),
            "width": width,
            "height": height,
            "old": self._format(self.old_minutes),
            "texts": {week: self._format(time.minutes) for week, time in weeks.items()},
            "summary": self.finding,
        }

    @api.constrains("workflow_id", "phase_id")
    def _check_workflow(self):
        for task in self:
            if task.workflow_id and task.workflow_id.phase_id != task.phase_id:
                raise ValidationError(self.env._("“%s” is another department's work.", task.workflow_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._ensure_before_go_live()
        return tasks

    def write(self, vals):
        moved = self.filtered(lambda task: "phase_id" in vals and task.phase_id.id != vals["phase_id"])
        result = super().write(vals)
        moved._ensure_before_go_live()
        return result

    def _ensure_before_go_live(self):
        """
        :raise UserError: a user says how long a task took before, once results may be known
        """
        for task in self if not self.env.su else ():
            if task.phase_is_live:
                raise UserError(
                    self.env._(
                        "%s is live: a time before that is entered now could follow what came out. Time tasks of a "
                        "department that isn't live yet; here, follow a KPI that is measured from Odoo's own records, "
                        "which tell of the time before, too.",
                        task.phase_id.name,
                    )
                )

    def _ensure_settable(self, vals):
        super()._ensure_settable(vals)
        if self.env.su:
            return
        for task in self.filtered(lambda task: task.has_been_timed or task.phase_is_live):
            for name in MEASURED_FIELDS & vals.keys():
                if self._fields[name].convert_to_write(task[name], task) != vals[name]:
                    raise UserError(
                        self.env._(
                            "The samples of “%s” are compared with the time before, which stays as it is since "
                            "go-live: another one could follow what came out.",
                            task.name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_timed(self):
        if not self.env.su and (timed := self.filtered("has_been_timed")):
            raise UserError(self.env._("“%s” has been timed: what came out stays.", timed[0].name))

    @api.model
    def _cron_flag_slow(self):
        """Tell the lead, once for each task, that it is slower than before when the dip was to be over."""
        slow = self.search(
            [("state", "=", "slow"), ("flagged_week", "=", 0), ("phase_id.stage_code", "in", ("live", "stable"))]
        )
        self.env["ir.cron"]._run_isolated(
            slow,
            lambda task: task._flag_slow(),
            lambda task: f"The lead could not be told about {task}",
            allow_referencing=True,
        )

    def _flag_slow(self):
        self.ensure_one()
        # Another worker may have told the lead before the lock.
        if not self.flagged_week and self.state == "slow":
            self.phase_id._warn_lead(self._prepare_warning)
            self.flagged_week = self.latest_week

    def _prepare_warning(self, lang: str) -> tuple[str, str]:
        task = self.with_context(lang=lang)
        summary = task.env._("“%(task)s” is slower than before in week %(week)s", task=self.name, week=self.latest_week)
        return summary, task.finding
