from odoo import fields, models


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    # Discuss knows groups but no companies: a record rule keeps a program's channel in its company.
    # Members may change their channels, but not this.
    rollout_company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null", ondelete="set null", groups="base.group_system"
    )
