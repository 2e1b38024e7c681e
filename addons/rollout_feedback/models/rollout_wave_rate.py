from odoo import api, fields, models

from ..tools.fatigue import response_rate


class RolloutWave(models.Model):
    _inherit = "rollout.wave"

    response_rate = fields.Float(
        compute="_compute_response_rate",
        store=True,
        aggregator="avg",
        help="The share of the invited who answered. Known once the week is released.",
    )

    @api.depends("state", "answer_count")
    def _compute_response_rate(self):
        for wave in self:
            # After the release nobody is invited any more: the number stays as it is.
            released = wave.state == "released"
            wave.response_rate = released and response_rate(wave.invited_count, wave.answer_count)

    def _release(self):
        result = super()._release()
        self.program_id._note_fatigue()
        return result
