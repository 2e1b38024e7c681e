from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutLockChange(models.Model):
    """A change of the day up to which a company's books are locked, since Odoo keeps no history of it.

    Written by the system alone, whenever the lock date for all journals or the hard lock changes.
    """

    _name = "rollout.lock.change"
    _description = "Change of Lock Date"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = None
    _order = "changed_on desc, id desc"
    _rec_name = "lock_date"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    changed_on = fields.Datetime(required=True, readonly=True)
    before = fields.Date("Locked Until Then", readonly=True)
    lock_date = fields.Date("Locked Until", readonly=True, help="Empty: nothing is locked any more.")

    @api.model
    def _record(self, companies, before: dict) -> None:
        """Record the lock dates that ``companies`` have now.

        :param before: ``{res.company: date or None}``
        """
        # Nobody has the right to write this history: it is made here alone.
        self.sudo().create(
            [
                {
                    "company_id": company.id,
                    "changed_on": fields.Datetime.now(),
                    "before": before[company],
                    "lock_date": company._get_books_lock_date(),
                }
                for company in companies
            ]
        )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("What was locked when stays on record."))
        return super().write(vals)
