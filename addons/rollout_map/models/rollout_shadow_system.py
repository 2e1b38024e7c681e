from odoo import api, fields, models


class RolloutShadowSystem(models.Model):
    """The spreadsheet, paper or app behind the official system, and what becomes of it."""

    _name = "rollout.shadow.system"
    _description = "Rollout Shadow System"
    _inherit = [
        "rollout.branch.mixin",
        "rollout.name.mixin",
        "rollout.phase.part.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _branch_fields = frozenset({"owner_id"})
    _named_within = "phase_id"
    _order = "phase_id, hours_per_week desc, name, id"

    name = fields.Char("Shadow System", required=True, tracking=True)
    tool = fields.Selection(
        [
            ("spreadsheet", "Spreadsheet"),
            ("paper", "Paper"),
            ("chat", "Chat Group"),
            ("database", "Personal Database"),
            ("app", "Other App"),
            ("head", "Somebody's Memory"),
        ],
        required=True,
        default="spreadsheet",
    )
    owner_id = fields.Many2one(
        "hr.employee",
        tracking=True,
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
        help="Who keeps it up to date.",
    )
    hours_per_week = fields.Float("Hours a Week", help="The time that everybody together spends on it in a usual week.")
    reason = fields.Text("Why It Exists", help="What the official system doesn't do for people.")
    fate = fields.Selection(
        [
            ("undecided", "Undecided"),
            ("replaced", "Replaced by Odoo"),
            ("kept_until", "Kept Until…"),
            ("kept", "Kept for Good"),
        ],
        required=True,
        default="undecided",
        tracking=True,
        help="What becomes of it once the department works in Odoo.",
    )
    retire_date = fields.Date(tracking=True, help="From this day on nobody uses it any more, and it is read-only.")
    workflow_ids = fields.Many2many(
        "rollout.workflow",
        "rollout_workflow_shadow_system_rel",
        "shadow_system_id",
        "workflow_id",
        "Workflows",
        check_company=True,
        domain="[('phase_id', '=', phase_id)]",
        help="The work that leans on it.",
    )

    _hours_per_week_positive = models.Constraint(
        "CHECK (hours_per_week >= 0)", "The hours a week can't be less than zero."
    )
    # What is to end without a date lives on.
    _retire_date_required = models.Constraint(
        "CHECK (fate NOT IN ('replaced', 'kept_until') OR retire_date IS NOT NULL)",
        "Say until which day the shadow system is used: it needs a retire date.",
    )

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Shadow Systems"),
                "template": "/rollout_map/static/xlsx/rollout_shadow_system.xlsx",
            }
        ]
