from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.task_time import launch_week


class RolloutTaskSample(models.Model):
    """How long the task took once. It tells nothing of who did it: tasks are timed, people are not."""

    _name = "rollout.task.sample"
    _description = "Timed Sample"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin", "rollout.guarded.mixin"]
    _program_path = "task_id.phase_id.program_id"
    _order = "task_id, date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True
    # Whoever notes the time has often done the task: the table doesn't keep who that was.
    _log_access = False
    _alike_by = {"minutes": ("task_id",)}

    task_id = fields.Many2one("rollout.task", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="task_id.company_id", store=True, index=True)
    phase_id = fields.Many2one(related="task_id.phase_id", store=True, index=True)
    date = fields.Date("Day", compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    minutes = fields.Float(required=True, aggregator="avg")
    week = fields.Integer(
        compute="_compute_week", store=True, aggregator=None, help="Since go-live, whose day is the first of week 1."
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0 AND minutes < 'Infinity')", "A task takes more than no time."
    )

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

    def write(self, vals):
        result = super().write(vals)
        if "task_id" in vals:
            # Record rules have judged the task it came from; the one it goes to counts as well.
            self.check_access("write")
        return result
