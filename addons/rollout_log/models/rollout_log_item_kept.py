from odoo import api, models
from odoo.exceptions import UserError

from .rollout_log_item import DECIDED_LOG_STATES, OPEN_LOG_STATES


class RolloutLogItem(models.Model):
    """What the log keeps: nothing open is put out of sight, and nothing that was told is deleted."""

    _inherit = "rollout.log.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.filtered(lambda item: not item.active)._refuse_to_hide()
        return items

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._refuse_to_hide()
        return super().write(vals)

    def _refuse_to_hide(self):
        # A merge hides an item elevated: what it brought is open where it went.
        if not self.env.su and (waiting := self.filtered(lambda item: item.state in OPEN_LOG_STATES)[:1]):
            raise UserError(self.env._("“%s” is open: decide on it or merge it first.", waiting.display_name))

    def copy_data(self, default=None):
        if not self.env.su and (told := self.filtered(lambda item: not item._is_worded_by_team())[:1]):
            # The copy would pass for the team's own words.
            raise UserError(self.env._("“%s” is what somebody wrote, and isn't duplicated.", told.display_name))
        return super().copy_data(default)

    def unlink(self):
        # Odoo deletes the notes first, and one of them may tell of a decision that was opened again.
        if not self.env.su and self._has_been_decided():
            self._refuse_to_delete(self[0])
        return super().unlink()

    def _has_been_decided(self) -> bool:
        # Who may read the history of a field is another question than what it holds.
        values_sudo = self.env["mail.tracking.value"].sudo()
        return bool(
            values_sudo.search_count(
                [
                    ("field_id", "=", self.env["ir.model.fields"]._get(self._name, "decision").id),
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "in", self.ids),
                ],
                limit=1,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        # Whoever deletes an item needn't see all for which it is kept.
        if kept_sudo := self.sudo().filtered(lambda item: item._is_on_record())[:1]:
            self._refuse_to_delete(kept_sudo)

    def _is_on_record(self) -> bool:
        """Hook: tell whether the item is kept whatever becomes of it; called with elevated rights."""
        return bool(self.state in DECIDED_LOG_STATES or self.critical_on or not self._is_worded_by_team())

    def _refuse_to_delete(self, item):
        raise UserError(item._explain_kept())

    def _explain_kept(self) -> str:
        """Hook: say for what an item may be kept, and what to do with it."""
        return self.env._(
            "“%s” is kept: somebody wrote it, or it was decided or critical. Archive it once it is decided.",
            self.display_name,
        )
