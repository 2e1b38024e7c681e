from odoo import api, models


class RolloutGuardedMixin(models.AbstractModel):
    """What follows from other fields is nobody's to set, and nobody moves a record out of their reach.

    A field that is only shown can be written all the same by a client that doesn't use the form:
    the stage of a phase as its code, the day on which a freeze ends, the company. What a client
    sends for a field that is computed or related, stored and read-only is left out.
    """

    _name = "rollout.guarded.mixin"
    _description = "Guarded Against Clients"

    # Fields that say whose a record is: record rules judge it before such a write, and after it too.
    _owner_fields = frozenset()
    # Fields whose changes are tracked even where a client asks for silence in its context.
    _recorded_fields = frozenset()

    @api.model
    def _get_derived_fields(self) -> set[str]:
        """Return the stored fields that follow from others alone."""
        return {name for name, field in self._fields.items() if field.store and field.compute and field.readonly}

    def _prepare_create_values(self, vals_list):
        # Defaults are in there by now: a client may send these, too.
        vals_list = super()._prepare_create_values(vals_list)
        if self.env.su:
            return vals_list
        derived = {name for name in self._get_derived_fields() if not self._fields[name].precompute}
        return [{name: value for name, value in vals.items() if name not in derived} for vals in vals_list]

    def _on_record(self):
        """Return ``self`` without what a client may have asked for to leave no trace."""
        return self.with_context(tracking_disable=False, mail_notrack=False)

    def write(self, vals):
        records = self._on_record() if self._recorded_fields & vals.keys() else self
        if self.env.su:
            return super(RolloutGuardedMixin, records).write(vals)
        derived = self._get_derived_fields()
        vals = {name: value for name, value in vals.items() if name not in derived}
        result = super(RolloutGuardedMixin, records).write(vals)
        if self._owner_fields & vals.keys():
            self.check_access("write")
        return result
