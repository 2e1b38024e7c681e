from odoo import api, models
from odoo.fields import Domain

WAVES_PER_BATCH = 20


class RolloutFeedback(models.Model):
    """Retention: answers go after their time; what they add up to stays."""

    _inherit = "rollout.feedback"

    @api.autovacuum
    def _gc_answers(self):
        """Delete the answers of some weeks out of their time, with their totals written before.

        The words in log items go first, as long as it is known which answers they are from.

        :return: how many weeks went, and how many are left to go
        """
        self.env["rollout.log.item"]._erase_expired_words()
        domain = self.env["rollout.program"]._get_expired_feedback_domain("date_to")
        domain &= Domain("state", "=", "released") & Domain("feedback_ids", "!=", False)
        waves = self.env["rollout.wave"].search(domain, order="date_to, id", limit=WAVES_PER_BATCH)
        waves._keep_totals()
        waves.feedback_ids._forget_replies()
        waves.feedback_ids.unlink()
        return len(waves), self.env["rollout.wave"].search_count(domain)
