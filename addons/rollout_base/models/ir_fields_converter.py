from odoo import api, models

_MOST_FOUND = 100
_MOST_NAMED = 5
_MOST_CHARS = 60


class IrFieldsConverter(models.AbstractModel):
    """A name in an import stands for one record, or for none: where it fits several, the import is refused.

    Core takes the first one and warns. This is for what is imported into the suite, and for what refers to it.
    """

    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        is_ours = model._name.startswith("rollout.") or field.comodel_name.startswith("rollout.")
        if subfield is None and value and is_ours and (found := self._find_by_name(field, value)):
            return found, []
        return super().db_id_for(model, field, subfield, value, savepoint)

    def _find_by_name(self, field, value):
        """Return the id of the one record that ``value`` names, or None if there is none.

        :raise ValueError: there are several, and none of them alone is shown by just this name
        """
        comodel = self.env[field.comodel_name]
        # Rows of the file that were read before may still have to be written.
        if flush := self.env.context.get("import_flush"):
            flush(model=comodel._name)
        # Where a model has neither a field for its name nor a search of its own, any of its records may be meant.
        is_named = (
            comodel._rec_name
            or comodel._rec_names_search
            or comodel._search_display_name.__func__ is not models.BaseModel._search_display_name
        )
        if is_named:
            found = comodel.name_search(value, operator="=")
        else:
            found = [(record.id, record.display_name) for record in comodel.search([], limit=_MOST_FOUND)]
        shown = [id_ for id_, name in found if name == value]
        if len(shown) == 1:
            return shown[0]
        if len(found) > 1 or (found and not is_named):
            self._refuse_ambiguous_name(value, [name for _id, name in found])
        return found[0][0] if found else None

    def _refuse_ambiguous_name(self, value, names):
        if len(set(names)) == len(names):
            message = self.env._(
                "“%(value)s” in “%%(field)s” may be one of %(number)s: %(names)s. Write the name that is meant in full."
            )
        else:
            message = self.env._(
                "“%(value)s” in “%%(field)s” may be one of %(number)s that bear the same name. Give them different "
                "names, or import the column as “%%(field)s / External ID”."
            )
        shown = [f"“{name}”" for name in names[:_MOST_NAMED]]
        params = {
            "value": value[:_MOST_CHARS],
            "number": str(len(names)),
            "names": ", ".join(shown) + (", …" if len(names) > len(shown) else ""),
        }
        raise self._format_import_error(ValueError, message, params, {"moreinfo": names[:_MOST_NAMED]})
