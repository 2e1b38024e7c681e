from odoo import api, models
from odoo.fields import Domain

from ..tools.long_name import split_name


class RolloutNameMixin(models.AbstractModel):
    """Told apart by name: "Inventory", or "Launch / Inventory" as soon as another one is called Inventory, too.

    The longer name begins with the name of what the record belongs to. It is accepted wherever a name is: in
    searches, in the boxes of forms, in imports; also where the bare name would do.
    """

    _name = "rollout.name.mixin"
    _description = "Told Apart by Name"

    # The many2one field that leads to what the record belongs to, whose name is put before its own.
    _named_within = "program_id"
    # A many2one field whose name stands in for the record's own where even that isn't enough.
    _named_like = None

    @api.depends(lambda self: [self._rec_name, f"{self._named_within}.display_name"] if self._rec_name else [])
    def _compute_display_name(self):
        super()._compute_display_name()
        shared = self._find_shared_names()
        if not shared:
            return
        still_shared = self._find_shared_names(self._named_within) if self._named_like else set()
        for record in self:
            # Names are shown to whoever sees the record, as those of many2one fields are.
            record_sudo = record.sudo()
            name, within_sudo = record_sudo[self._rec_name], record_sudo[self._named_within]
            if (name,) not in shared or not within_sudo:
                continue
            is_enough = (name, within_sudo) not in still_shared
            own_name = record.display_name if is_enough else record_sudo[self._named_like].display_name
            record.display_name = f"{within_sudo.display_name} / {own_name}"

    def _find_shared_names(self, *within: str) -> set[tuple]:
        """Return those of the records' names which several records bear, archived ones included.

        :param within: fields that these have in common as well; their values follow on the name
        """
        names = [
            name.id if isinstance(name, models.BaseModel) else name for name in self.mapped(self._rec_name) if name
        ]
        # That another one is called alike is no secret: its name is all that is told.
        model_sudo = self.sudo().with_context(active_test=False)
        groups = model_sudo._read_group(
            [(self._rec_name, "in", names)], [self._rec_name, *within], having=[("__count", ">", 1)]
        )
        return set(groups)

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        domain = Domain(super()._search_display_name(operator, value))
        own_field = self._fields[self._rec_name]
        own_names = [f"{own_field.name}.display_name" if own_field.relational else own_field.name]
        if self._named_like:
            own_names.append(f"{self._named_like}.display_name")
        each_operator = "=" if operator == "in" else operator
        for text in value if operator == "in" else [value]:
            for before, after in split_name(text) if isinstance(text, str) else ():
                named = Domain.OR(Domain(own_name, each_operator, after) for own_name in own_names)
                domain |= Domain(f"{self._named_within}.display_name", each_operator, before) & named
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_display_names()
        return records

    def write(self, vals):
        result = super().write(vals)
        if {self._rec_name, self._named_within, self._named_like} & vals.keys():
            self._forget_display_names()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_display_names()
        return result

    def _forget_display_names(self):
        # Whether a name is enough depends on the names of others.
        self.invalidate_model(["display_name"], flush=False)
