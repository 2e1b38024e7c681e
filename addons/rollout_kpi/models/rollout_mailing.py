from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.week import iso_week

from .rollout_program_digest import PURPOSE

# A digest is only ever queued for the current week: older rows keep nobody from getting one twice.
KEEP = timedelta(weeks=5)
BATCH_SIZE = 5000


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    @api.autovacuum
    def _gc_digests(self):
        """Forget who got a weekly digest more than a month ago.

        :return: how many rows went, and how many are left to go
        """
        last = iso_week((fields.Datetime.now() - KEEP).date())
        domain = [("purpose", "=", PURPOSE), ("period", "<", last)]
        rows = self.search(domain, limit=BATCH_SIZE)
        rows.unlink()
        return len(rows), self.search_count(domain)
