from odoo import fields, models


class RolloutWorkflowStep(models.Model):
    """One step of a workflow, in the words of those who do it."""

    _name = "rollout.workflow.step"
    _description = "Rollout Workflow Step"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "workflow_id.phase_id.program_id"
    _order = "workflow_id, sequence, id"
    _owner_fields = frozenset({"workflow_id"})

    workflow_id = fields.Many2one("rollout.workflow", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="workflow_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True)
