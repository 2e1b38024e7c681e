from odoo import api, fields, models


class RolloutWorkflow(models.Model):
    """A piece of work as it is really done today, step by step."""

    _name = "rollout.workflow"
    _description = "Rollout Workflow"
    _inherit = [
        "rollout.branch.mixin",
        "rollout.name.mixin",
        "rollout.phase.part.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _branch_fields = frozenset({"owner_id"})
    _named_within = "phase_id"
    # What is done most often comes first: it hurts most when it is forgotten.
    _order = "phase_id, weekly_volume desc, name, id"

    name = fields.Char("Workflow", required=True, tracking=True)
    owner_id = fields.Many2one(
        "hr.employee",
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
        tracking=True,
        help="Who knows best how this is really done.",
    )
    weekly_volume = fields.Integer("Times a Week", help="How often this is done in a usual week.")
    step_ids = fields.One2many("rollout.workflow.step", "workflow_id", "Steps", copy=True)
    step_count = fields.Integer("Number of Steps", compute="_compute_steps", store=True, aggregator=None)
    state = fields.Selection(
        [("to_map", "No Steps Yet"), ("mapped", "Has Steps")],
        compute="_compute_steps",
        store=True,
        help="Whether the steps of the work are written down.",
    )
    future = fields.Char("In Odoo", help="The app or the way in which this will be done in Odoo.")
    shadow_system_ids = fields.Many2many(
        "rollout.shadow.system",
        "rollout_workflow_shadow_system_rel",
        "workflow_id",
        "shadow_system_id",
        "Shadow Systems",
        check_company=True,
        domain="[('phase_id', '=', phase_id)]",
        help="The spreadsheets and other tools that this work leans on.",
    )

    _weekly_volume_positive = models.Constraint(
        "CHECK (weekly_volume >= 0)", "A workflow can't be done less than zero times a week."
    )

    @api.depends("step_ids")
    def _compute_steps(self):
        for workflow in self:
            workflow.step_count = len(workflow.step_ids)
            workflow.state = "mapped" if workflow.step_count else "to_map"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Workflows"),
                "template": "/rollout_map/static/xlsx/rollout_workflow.xlsx",
            }
        ]
