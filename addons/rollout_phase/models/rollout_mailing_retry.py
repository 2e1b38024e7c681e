from collections.abc import Callable

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .rollout_mailing import UNREACHED


class RolloutMailing(models.Model):
    """Trying again by hand, once an address is corrected or the mail server mended."""

    _inherit = "rollout.mailing"

    can_retry = fields.Boolean(compute="_compute_can_retry")

    def _compute_can_retry(self):
        # What would be queued anew is the system's to find out.
        for row_sudo, row in zip(self.sudo(), self, strict=True):
            row.can_retry = row_sudo.state in UNREACHED and bool(row_sudo._get_maker())

    def _get_maker(self) -> Callable | None:
        """Hook: return what makes the mail of this row anew, or None if its time is over.

        Called with elevated rights, for an addon's own purposes; the row is gone when the answer is called, with
        the ids of the recipients who wait. Who no longer takes part gets nothing.

        :return: ``set of ids of res_model -> None``
        """
        self.ensure_one()
        return None

    def action_retry(self):
        """Queue the mails of these rows anew, to the addresses that people have now.

        :raise UserError: there is nothing to try again, or somebody else is just queueing
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("rollout_phase.group_rollout_lead")):
            raise AccessError(self.env._("Only a rollout lead sends mails again."))
        # The system alone writes the ledger; the lead who asks has been checked.
        self_sudo = self.sudo()
        self_sudo.exists().program_id._wait_turn()
        rows_sudo = self_sudo.exists()
        rows_sudo.invalidate_recordset(["state"])
        rows_sudo = rows_sudo.filtered("can_retry")
        if not rows_sudo:
            raise UserError(self.env._("There is nothing to try again: these mails are on their way, or out of date."))
        makers = []
        for rows in rows_sudo.grouped(lambda row: (row.program_id, row.purpose, row.period, row.res_model)).values():
            makers.append((rows[0]._get_maker(), set(rows.mapped("res_id"))))
        mails_sudo = self.env["mail.mail"].sudo().search([("rollout_mailing_id", "in", rows_sudo.ids)])
        count = len(rows_sudo)
        rows_sudo.unlink()
        # Those that waited have left with their rows.
        mails_sudo.exists().unlink()
        for make, recipient_ids in makers:
            make(recipient_ids)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Tried again: %s", count),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_recipient(self):
        """Open who could not be reached, to correct the address."""
        self.ensure_one()
        model = "hr.employee.public" if self.res_model == "hr.employee" else self.res_model
        if self.res_model == "hr.employee" and self.env["hr.employee"].has_access("read"):
            model = "hr.employee"
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }
