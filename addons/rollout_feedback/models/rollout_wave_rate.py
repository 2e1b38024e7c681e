from odoo import api, fields, models

from ..tools.fatigue import response_rate
from .rollout_wave import PURPOSE


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
            # After the release nobody is invited any more; a mail that comes back later corrects the number.
            released = wave.state == "released"
            wave.response_rate = released and response_rate(wave.invited_count, wave.answer_count)

    @api.model
    def _correct_response_rates(self, rows):
        """Count anew where rows of the ledger say since a moment ago that somebody was not invited after all."""
        invitations = rows.filtered(lambda row: row.purpose == PURPOSE)
        weeks = {(row.program_id, row.period) for row in invitations}
        waves = invitations.program_id.wave_ids.filtered(lambda wave: (wave.program_id, wave.week) in weeks)
        waves.invalidate_recordset(["invited_count", "unreached_count"])
        self.env.add_to_compute(self._fields["response_rate"], waves)

    def _release(self):
        result = super()._release()
        self.program_id._note_fatigue()
        return result
