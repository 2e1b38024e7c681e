from datetime import date

from odoo import models
from odoo.fields import Domain

LOCK_FIELDS = frozenset({"fiscalyear_lock_date", "hard_lock_date"})


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        if not vals.keys() & LOCK_FIELDS:
            return super().write(vals)
        # What locks a company's books locks those of its branches, which whoever may lock need not be able to see.
        all_sudo = self.sudo().with_context(active_test=False)
        concerned_sudo = all_sudo.search(Domain("id", "child_of", self.ids))
        before = {company_sudo: company_sudo._get_books_lock_date() for company_sudo in concerned_sudo}
        result = super().write(vals)
        changed_sudo = concerned_sudo.filtered(
            lambda company_sudo: company_sudo._get_books_lock_date() != before[company_sudo]
        )
        self.env["rollout.lock.change"]._record(changed_sudo, before)
        return result

    def _get_books_lock_date(self):
        """Return the day up to which all books of this company are locked, or None.

        The lock dates of a parent company lock its branches, too. Locks of sales, purchases or taxes alone don't close
        a month, and exceptions for some people don't open one.
        """
        self.ensure_one()
        # Whoever may change the lock dates need not be able to read all of a company, nor its parents.
        company_sudo = self.sudo().with_context(ignore_exceptions=True)
        lock_date = max(company_sudo.user_fiscalyear_lock_date, company_sudo.user_hard_lock_date)
        return None if lock_date == date.min else lock_date
