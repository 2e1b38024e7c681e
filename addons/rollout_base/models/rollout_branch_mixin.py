from odoo import api, models
from odoo.exceptions import ValidationError


class RolloutBranchMixin(models.AbstractModel):
    """What belongs to a company, with people and departments of the company and of its branches.

    Odoo's own check of companies (``check_company``) asks for the very same company, and would leave out
    whoever works for a branch.
    """

    _name = "rollout.branch.mixin"
    _description = "With People of Branches"

    # Relational fields to records of the company, of its branches or of no company.
    _branch_fields = frozenset()

    @api.constrains(
        # The company is that of the phase or program.
        lambda self: [name for name in ("program_id", "phase_id", *self._branch_fields) if name in self._fields]
    )
    def _check_branches(self):
        for record_sudo in self.sudo():  # whoever links a record needn't be able to read it
            for name in sorted(self._branch_fields):
                strangers_sudo = record_sudo[name].filtered(
                    lambda other_sudo, record_sudo=record_sudo: (
                        other_sudo.company_id and not record_sudo.company_id._has_branch(other_sudo.company_id)
                    )
                )
                if strangers_sudo:
                    raise ValidationError(
                        self.env._(
                            "“%(record)s” is of %(company)s. “%(other)s” (%(field)s) is neither of that company nor of "
                            "one of its branches.",
                            record=record_sudo.display_name,
                            company=record_sudo.company_id.name,
                            other=strangers_sudo[0].display_name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
