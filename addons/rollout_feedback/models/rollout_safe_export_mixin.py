from odoo import models

from ..tools.spreadsheet import neutralize


class RolloutSafeExportMixin(models.AbstractModel):
    """What anybody may have typed is exported as text: core lets a spreadsheet calculate what begins with =.

    Also where the rows are exported together with those of another model.
    """

    _name = "rollout.safe.export.mixin"
    _description = "Export Without Formulas"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[neutralize(value) for value in row] for row in rows]


class RolloutFeedback(models.Model):
    _name = "rollout.feedback"
    _inherit = ["rollout.feedback", "rollout.safe.export.mixin"]


class RolloutLogItem(models.Model):
    _name = "rollout.log.item"
    _inherit = ["rollout.log.item", "rollout.safe.export.mixin"]


class RolloutReply(models.Model):
    _name = "rollout.reply"
    _inherit = ["rollout.reply", "rollout.safe.export.mixin"]
