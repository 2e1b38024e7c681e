from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import ormcache


class RolloutKeptMixin(models.AbstractModel):
    """What records of the suite need isn't deleted, and the refusal says which these are.

    PostgreSQL refuses it too, with the name of a constraint. Every model of the suite has this mixin, and so has each
    of Odoo's own that the suite's records can't do without.
    """

    _name = "rollout.kept.mixin"
    _description = "Kept While It Is Needed"

    @api.ondelete(at_uninstall=False)
    def _unlink_without_dependents(self):
        for model, name in self._get_restricting_fields():
            # What the user may not see needs it all the same; no more than its kind is told.
            dependents_sudo = self.env[model].sudo().with_context(active_test=False)
            if dependent_sudo := dependents_sudo.search([(name, "in", self.ids)], limit=1):
                needed = self & dependent_sudo[name].sudo(self.env.su)
                raise UserError(
                    self.env._(
                        "“%(record)s” can't be deleted: a record of the kind “%(kind)s” needs it. Delete that first, "
                        "or archive “%(record)s” instead.",
                        record=needed.display_name,
                        kind=self.env["ir.model"]._get(model).name,
                    )
                )

    @api.model
    @ormcache()
    def _get_restricting_fields(self) -> tuple[tuple[str, str], ...]:
        """Return model and name of each of the suite's fields that would be left pointing at a deleted record."""
        suite = self.env.registry["rollout.kept.mixin"]
        return tuple(
            (field.model_name, field.name)
            for _name, model in sorted(self.env.registry.items())
            if issubclass(model, suite) and model._auto and not model._transient
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and field.comodel_name == self._name
            and field.ondelete == "restrict"
            and field._module.startswith("rollout")
        )
