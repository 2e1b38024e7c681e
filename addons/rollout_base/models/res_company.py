from odoo import models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "rollout.kept.mixin"]

    def _has_branch(self, company) -> bool:
        """Tell whether ``company`` is this one, or a branch of it, or a branch of a branch.

        A department's staff, and whoever else takes part in a company's launch, may work for any of them.
        """
        self.ensure_one()
        return self in company.parent_ids
