from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class RolloutWizardMixin(models.AbstractModel):
    """A dialog is its user's own, and points only at records that its user may read.

    What is typed into a dialog is kept in the database until it is done, and the button acts in the name of whoever
    presses it: nobody else reads it, or changes what it is about. Every dialog of the suite has this mixin.
    """

    _name = "rollout.wizard.mixin"
    _description = "Dialog of One's Own"
    _inherit = ["rollout.readable.mixin"]

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or self.env.su:
            return result
        # Whose dialog it is may be asked by anybody.
        others = self.filtered(lambda wizard: wizard.id and wizard.sudo().create_uid != self.env.user)
        if others:
            return others, lambda: AccessError(self.env._("This dialog is somebody else's: open it anew."))
        return result

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            domain = Domain(domain) & Domain("create_uid", "=", self.env.uid)
        return super()._search(domain, *args, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._ensure_pointing_at_readable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._ensure_pointing_at_readable(vals)
        return super().write(vals)
