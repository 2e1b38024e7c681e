from odoo import models

LOCK_FIELDS = ("fiscalyear_lock_date", "hard_lock_date")


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        if not vals.keys() & set(LOCK_FIELDS):
            return super().write(vals)
        before = {company: company._get_books_lock_date() for company in self}
        result = super().write(vals)
        changed = self.filtered(lambda company: company._get_books_lock_date() != before[company])
        self.env["rollout.lock.change"]._record(changed, before)
        return result

    def _get_books_lock_date(self):
        """Return the day up to which all books of this company are locked, or None.

        Locks of sales, purchases or taxes alone don't close a month.
        """
        self.ensure_one()
        # Whoever may change the lock dates need not be able to read all of a company.
        company_sudo = self.sudo()
        return max((company_sudo[name] for name in LOCK_FIELDS if company_sudo[name]), default=None)
