from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.optional_float import OptionalFloat


class RolloutKpiCorrection(models.Model):
    """A mistake in a reading, put right: the value before and after, why and by whom.

    Creating one is what corrects the reading. Corrections are never changed or deleted.
    """

    _name = "rollout.kpi.correction"
    _description = "Rollout KPI Correction"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "reading_id.phase_id.program_id"
    _order = "id desc"
    _rec_name = "reading_id"
    _check_company_auto = True

    reading_id = fields.Many2one("rollout.kpi.reading", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reading_id.company_id", store=True, index=True)
    old_value = OptionalFloat(
        "Value Before", compute="_compute_old_value", store=True, precompute=True, aggregator=None
    )
    value = fields.Float("Right Value", required=True, aggregator=None)
    reason = fields.Text(required=True, help="What was wrong, and how the right value is known.")

    _value_finite = models.Constraint("CHECK (value > '-Infinity' AND value < 'Infinity')", "A value must be a number.")

    # That of the moment at which the correction is made: it doesn't follow what becomes of the reading.
    @api.depends("reading_id")
    def _compute_old_value(self):
        for correction in self:
            correction.old_value = correction.reading_id.value

    @api.model_create_multi
    def create(self, vals_list):
        reading_ids = [vals.get("reading_id") for vals in vals_list]
        if not all(reading_ids):
            raise UserError(self.env._("Choose the reading that is to be corrected."))
        readings = self.env["rollout.kpi.reading"].browse(reading_ids)
        if len(readings) != len(set(readings.ids)):
            raise UserError(self.env._("Correct a reading once at a time."))
        readings.check_access("read")
        readings._wait_turn()
        for vals, reading in zip(vals_list, readings, strict=True):
            if reading.state != "ok" or not reading.is_final:
                raise UserError(
                    self.env._(
                        "Only a value that counts can be corrected; this one can simply be entered or measured again."
                    )
                )
            if not (vals.get("reason") or "").strip():
                raise UserError(self.env._("Write down why the value was wrong."))
        corrections = super().create(vals_list)
        for correction in corrections:
            # A reading can't be changed by anybody, except by this record of why it was.
            correction.reading_id.sudo().write({"value": correction.value, "at_least": False})
        return corrections
