from odoo import api, fields, models

from .rollout_wave import PURPOSE


class RolloutWave(models.Model):
    """What stays of a week when its answers, and its rows in the ledger, are gone."""

    _inherit = "rollout.wave"

    kept_invited_count = fields.Integer(help="Of the invitations whose rows in the ledger are gone.")

    @api.depends("kept_invited_count")
    def _compute_invited_count(self):
        result = super()._compute_invited_count()
        for wave in self:
            wave.invited_count += wave.kept_invited_count
        return result

    def _release(self):
        result = super()._release()
        self._keep_totals()
        return result

    def _keep_totals(self):
        """Note what the released answers of ``self`` add up to, where that isn't noted yet."""
        self.env["rollout.feedback.total"]._write_totals(self)

    def _keep_invited_counts(self, rows):
        """Add up on the waves how many of the ledger's ``rows``, which are about to go, invited somebody."""
        counts = rows._read_group(
            [("id", "in", rows.ids), ("purpose", "=", PURPOSE), ("state", "=", "queued")],
            ["program_id", "period"],
            ["__count"],
        )
        for program, week, count in counts:
            wave = program.wave_ids.filtered(lambda wave, week=week: wave.week == week)
            wave.kept_invited_count += count
