from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutExpectationSignature(models.Model):
    """A sponsor's signature under the expectations, with the text as it was signed.

    Signatures are kept for good. One that no longer stands is voided, not removed.
    """

    _name = "rollout.expectation.signature"
    _description = "Signature of Expectations"
    _inherit = ["rollout.calendar.mixin"]
    _order = "signed_on desc, id desc"
    _rec_name = "signer_name"

    program_id = fields.Many2one("rollout.program", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    signer_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    signer_name = fields.Char(required=True, readonly=True, help="The name as it was on that day.")
    signed_on = fields.Datetime(required=True, readonly=True)
    text = fields.Html("Signed Text", required=True, readonly=True, sanitize=False)
    months = fields.Integer("Months Promised", required=True, readonly=True, aggregator=None)
    hash = fields.Char("SHA-256", required=True, readonly=True)
    voided_on = fields.Datetime(readonly=True)
    voided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    def write(self, vals):
        if vals.keys() - {"voided_on", "voided_by_id"} or self.filtered("voided_on"):
            raise UserError(self.env._("A signature can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Signatures are kept."))
