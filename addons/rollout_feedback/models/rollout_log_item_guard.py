from odoo import api, models
from odoo.exceptions import UserError


class RolloutLogItem(models.Model):
    """What only the buttons and the scheduled actions of the log may set."""

    _inherit = "rollout.log.item"

    @api.model
    def _get_guarded_fields(self) -> set[str]:
        """Return the fields that no client may set, neither by writing nor as a default."""
        return set()

    def _prepare_create_values(self, vals_list):
        # Defaults are in there by now: a client may send these, too.
        vals_list = super()._prepare_create_values(vals_list)
        if not self.env.su:
            guarded = self._get_guarded_fields()
            for vals in vals_list:
                if any(vals.get(name) for name in guarded):
                    self._refuse_guarded_write()
        return vals_list

    def write(self, vals):
        if not self.env.su and self._get_guarded_fields() & vals.keys():
            self._refuse_guarded_write()
        return super().write(vals)

    def _refuse_guarded_write(self):
        raise UserError(self.env._("The log keeps this itself: use the buttons of the item."))
