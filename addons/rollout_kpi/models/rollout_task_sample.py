from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.task_time import launch_week


class RolloutTaskSample(models.Model):
    """How long the task took once. It tells nothing of who did it: tasks are timed, people are not."""

    _name = "rollout.task.sample"
    _description = "Timed Sample"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _program_path = "task_id.phase_id.program_id"
    _order = "task_id, date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True
    # Whoever notes the time has often done the task: the table doesn't keep who that was.
    _log_access = False
    _owner_fields = frozenset({"task_id"})
    _alike_by = {"minutes": ("task_id",)}

    task_id = fields.Many2one("rollout.task", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="task_id.company_id", store=True, index=True)
    phase_id = fields.Many2one(related="task_id.phase_id", store=True, index=True)
    date = fields.Date("Day", compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    minutes = fields.Float(required=True, aggregator="avg")
    entered_on = fields.Date(compute="_compute_entered_on", store=True, precompute=True)
    week = fields.Integer(
        compute="_compute_week", store=True, aggregator=None, help="Since go-live, whose day is the first of week 1."
    )

    _minutes_positive = models.Constraint("CHECK (minutes > 0)", "A task takes more than no time.")
    _minutes_plausible = models.Constraint("CHECK (minutes <= 10000)", "A task takes 10,000 minutes at most.")

    @api.depends("date", "task_id.phase_id.go_live_date")
    def _compute_week(self):
        for sample in self:
            go_live = sample.task_id.phase_id.go_live_date
            sample.week = launch_week(go_live, sample.date) if go_live and sample.date else 0

    @api.constrains("date", "task_id")
    def _check_date(self):
        for sample in self:
            phase = sample.task_id.phase_id
            if not phase.go_live_date:
                raise ValidationError(
                    self.env._("Samples are taken from go-live on. What it takes today is the time before.")
                )
            if not phase.go_live_date <= sample.date <= phase.program_id._get_today():
                raise ValidationError(self.env._("A sample is from a day since go-live, and not from the future."))

    # The day on which it was entered: it doesn't follow the clock.
    @api.depends("task_id")
    def _compute_entered_on(self):
        for sample in self:
            sample.entered_on = sample._get_own_today()

    def _ensure_settable(self, vals):
        self._ensure_entered_today()
        return super()._ensure_settable(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._ensure_entered_today()

    def _ensure_entered_today(self):
        if not self.env.su and any(sample.entered_on != sample._get_own_today() for sample in self):
            raise UserError(
                self.env._("A sample is changed or removed on the day on which it was entered, and not later.")
            )
