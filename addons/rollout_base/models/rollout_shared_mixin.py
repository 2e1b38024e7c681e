from odoo import api, fields, models
from odoo.exceptions import AccessError


class RolloutSharedMixin(models.AbstractModel):
    """Configuration of one company, or shared by all where it has none.

    What all companies share is changed by administrators; where there is one company only, by its
    leads. A company's lead writes its own beside it.
    """

    _name = "rollout.shared.mixin"
    _description = "Shared by Companies"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = None
    _owner_fields = frozenset({"company_id"})

    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: not self._is_single_company() and self.env.company,
        help="Empty: shared by all companies, and changed by administrators only.",
    )

    def copy_data(self, default=None):
        values = super().copy_data(default)
        for vals in values if "company_id" not in self._get_system_fields() else ():
            # Whoever may not change what all share makes one for the own company of it.
            if not vals.get("company_id") and not self.browse()._may_change_shared():
                vals["company_id"] = self.env.company.id
        return values

    @api.model
    def _may_change_shared(self) -> bool:
        return self.env.su or self.env.user.has_group("base.group_system") or self._is_single_company()

    @api.model
    def _is_single_company(self) -> bool:
        # How many companies there are is no secret, but who may see each is.
        return self.env["res.company"].sudo().search_count([], limit=2) < 2

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation == "read" or self.env.su or not any(self._ids):
            return result
        # Rights are judged on what is stored, whatever the user may read of it.
        shared = self.filtered(lambda record: not record.sudo().company_id)
        if not shared or self._may_change_shared():
            return result
        return shared, lambda: AccessError(
            self.env._("This is shared by all companies, and changed by administrators: make one for your company.")
        )
