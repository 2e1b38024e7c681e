from odoo import fields, models


class RolloutLogItem(models.Model):
    """*Log intake.* The name of the way in; ``rollout.probe`` takes it."""

    _inherit = "rollout.log.item"

    # What came this way stays in the log when this addon goes.
    source = fields.Selection(selection_add=[("probe", "Probe")], ondelete={"probe": "set other"})
