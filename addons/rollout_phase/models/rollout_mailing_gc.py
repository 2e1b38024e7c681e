from datetime import timedelta

from odoo import api, fields, models

from ..tools.week import iso_week

# A weekly mail is only ever queued for the current week: older rows keep nobody from getting one twice.
KEEP = timedelta(weeks=5)
BATCH_SIZE = 5000


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    @api.model
    def _get_weekly_purposes(self) -> set[str]:
        """Return the purposes of mails whose period is an ISO week."""
        return set()

    @api.autovacuum
    def _gc_weekly_mails(self):
        """Forget who got a weekly mail more than a month ago.

        :return: how many rows went, and how many are left to go
        """
        last = iso_week((fields.Datetime.now() - KEEP).date())
        domain = [("purpose", "in", list(self._get_weekly_purposes())), ("period", "<", last)]
        rows = self.search(domain, limit=BATCH_SIZE)
        rows._forget()
        return len(rows), self.search_count(domain)

    def _forget(self):
        """Delete rows that are out of their time, once whatever is to stay of them is kept."""
        self.unlink()
