from odoo import fields, models


class RolloutPhaseTemplateCheck(models.Model):
    """A line of a template: a manual check for the gate."""

    _name = "rollout.phase.template.check"
    _description = "Rollout Playbook Check"
    _inherit = ["rollout.shared.mixin"]
    _order = "sequence, id"

    template_id = fields.Many2one(
        "rollout.phase.template", "Playbook Page", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, default=None)
    sequence = fields.Integer(default=10)
    name = fields.Char("Check", required=True, translate=True)
    mandatory = fields.Boolean(default=True)
