from odoo import fields, models


class RolloutPhaseTemplate(models.Model):
    """How a kind of department usually goes live: a page of the playbook."""

    _name = "rollout.phase.template"
    _description = "Rollout Playbook Page"
    _inherit = ["rollout.shared.mixin", "rollout.name.mixin"]
    _named_within = "company_id"
    _order = "sequence, id"

    name = fields.Char("Department", required=True, translate=True, help="The department's usual name.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    days_after_start = fields.Integer(
        help="Days from the program's first go-live to the one of this department.", aggregator=None
    )
    app_ids = fields.Many2many("ir.module.module", string="Apps", domain=[("application", "=", True)])
    check_ids = fields.One2many("rollout.phase.template.check", "template_id", "Manual Checks", copy=True)
