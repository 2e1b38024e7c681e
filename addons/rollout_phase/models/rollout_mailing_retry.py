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

        Called with elevated rights, for an addon's own purposes; the row is out of the way when the answer is
        called, with the ids of the recipients who wait. Who no longer takes part gets nothing.

        :return: ``set of ids of res_model -> None``
        """
        self.ensure_one()
        return None

    def _exhaust(self, queue_batch: Callable[[], int]) -> None:
        """Queue batch after batch: more people may wait than one holds."""
        while queue_batch():
            pass

    def action_retry(self):
        """Queue the mails of these rows anew, to the addresses that people have now, and say what came of it.

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
        new_sudo = kept_sudo = rows_sudo.browse()
        for rows in rows_sudo.grouped(lambda row: (row.program_id, row.purpose, row.period, row.res_model)).values():
            new, kept = rows._make_anew()
            new_sudo |= new
            kept_sudo |= kept
        unmade_sudo = new_sudo.filtered(lambda row: row.state != "queued")
        message = self.env._("Tried again: %s", len(new_sudo - unmade_sudo))
        without = len(unmade_sudo | kept_sudo)
        if without:
            reasons = sorted(set(unmade_sudo.mapped("reason_text")))
            if kept_sudo:
                reasons.append(self.env._("They don't get this mail any more, or there is nothing left to tell."))
            message += " · " + self.env._(
                "Without a new mail: %(count)s (%(reasons)s)", count=without, reasons=" · ".join(reasons)
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if without else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _make_anew(self):
        """Make the mails of these rows, all of one program, purpose, period and model, anew.

        :return: the new rows, also those of who stands in for somebody, and those of ``self`` that stay, since no
            mail is made for these people any more
        """
        first = self[:1]
        make = first._get_maker()
        model, recipient_ids = first.res_model, set(self.mapped("res_id"))
        same = [
            ("program_id", "=", first.program_id.id),
            ("purpose", "=", first.purpose),
            ("period", "=", first.period),
            ("res_model", "=", model),
        ]
        others = self.search(same) - self
        # Nobody's for the moment, so that the new rows have room.
        self.res_model = f"retry:{model}"
        self.flush_recordset()
        make(recipient_ids)
        new = self.search(same) - others
        made_ids = set(new.mapped("res_id"))
        kept = self.filtered(lambda row: row.res_id not in made_ids)
        kept.res_model = model
        replaced = self - kept
        mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", replaced.ids)])
        replaced.unlink()
        # Those that waited have left with their rows.
        mails.exists().unlink()
        return new, kept

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
