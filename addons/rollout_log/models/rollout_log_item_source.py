from odoo import fields, models


class RolloutLogItem(models.Model):
    """Where an item came from, other than the weekly form."""

    _inherit = "rollout.log.item"

    source = fields.Selection(
        selection_add=[
            ("systray", "Button in Odoo"),
            ("kiosk", "Poster"),
            ("email", "E-mail"),
            ("discuss", "Discuss"),
        ],
        ondelete=dict.fromkeys(("systray", "kiosk", "email", "discuss"), "set default"),
    )
    origin = fields.Char("Where", readonly=True, help="The screen or conversation that it is about.")
    origin_url = fields.Char("Link", readonly=True, index="btree_not_null")
    reporter_id = fields.Many2one(
        "res.users",
        "Sent By",
        readonly=True,
        ondelete="set null",
        copy=False,
        help="Only if the person chose to give their name.",
    )
