from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.week import iso_week

from .rollout_wave import PURPOSE
from .rollout_win_mail import PURPOSE as WINS_PURPOSE

# A mail is only ever queued for the current week: older rows keep nobody from getting one twice.
KEEP = timedelta(weeks=5)
BATCH_SIZE = 5000


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    @api.autovacuum
    def _gc_weekly_mails(self):
        """Forget who was written to more than a month ago; how many it were stays with the week.

        :return: how many rows went, and how many are left to go
        """
        last = iso_week((fields.Datetime.now() - KEEP).date())
        domain = [("purpose", "in", (PURPOSE, WINS_PURPOSE)), ("period", "<", last)]
        rows = self.search(domain, limit=BATCH_SIZE)
        self.env["rollout.wave"]._keep_invited_counts(rows)
        rows.unlink()
        return len(rows), self.search_count(domain)
