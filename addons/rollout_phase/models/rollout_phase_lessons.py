from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError


class RolloutPhase(models.Model):
    """What one department learned, and who from it speaks for the launch in the next."""

    _inherit = "rollout.phase"

    lessons = fields.Html(
        "Lessons Learned", help="What the next department should know. Everybody in the company may read it."
    )
    previous_phase_id = fields.Many2one(
        "rollout.phase",
        "Learns From",
        index=True,
        copy=False,
        ondelete="set null",
        check_company=True,
        domain="[('program_id', '=', program_id), ('id', '!=', id)]",
    )
    previous_lessons = fields.Html(related="previous_phase_id.lessons", string="Their Lessons")
    # The public employee, which everybody may read.
    advocate_ids = fields.Many2many(
        "hr.employee.public",
        string="Advocates",
        compute="_compute_advocate_ids",
        help="Champions of the earlier department: they can tell how it was.",
    )

    @api.depends("previous_phase_id.champion_ids.employee_id")
    def _compute_advocate_ids(self):
        for phase in self:
            phase.advocate_ids = [Command.set(phase.previous_phase_id.champion_ids.employee_id.ids)]

    @api.constrains("previous_phase_id")
    def _check_previous_phase_id(self):
        if self._has_cycle("previous_phase_id"):
            raise ValidationError(self.env._("A phase can't learn from itself."))
