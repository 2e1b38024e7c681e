from odoo import Command
from odoo.exceptions import UserError

# What a client sends for a many2one field: a record that is gone, none in several spellings, and what is no record.
ODD = (2**31 - 1, False, None, [], {}, {"id": False}, "x", 0)


class DialogsCase:
    """Every dialog of an addon answers whatever its form is opened with: with values, or with a clear sentence.

    For test classes next to AccessMatrixCase, whose records they point to.
    """

    def _get_dialogs(self):
        """Return the models of the dialogs that this addon brings."""
        return [
            name
            for name, model in self.registry.items()
            if model._transient and not model._abstract and model._original_module == self.MODULE
        ]

    def _find_target(self, comodel):
        """Return the id of a record of the program's company to which a dialog may point."""
        if comodel in self.MATRIX:
            return self._record(comodel).id
        model = self.env[comodel].with_context(active_test=False)
        own = [("company_id", "=", self.company.id)] if "company_id" in model._fields else []
        return (model.search(own, limit=1, order="id desc") or model.search([], limit=1, order="id desc")).id

    def _get_values(self, field, value):
        """Return what a form would send for ``field`` if ``value`` were chosen."""
        if field.type == "many2one":
            return value
        return [Command.set([value])] if value and isinstance(value, int) else []

    def test_dialogs_open_whatever_they_are_about(self):
        problems = []
        users = {
            "lead": self.lead,
            "staff": self.staff,
            "lead of another company": self.stranger,
            "staff of another company": self._new_user("foreign_staff", "base.group_user", company=self.other_company),
        }
        for role, user in users.items():
            for name in self._get_dialogs():
                dialogs = self.env[name].with_user(user)
                relations = [
                    field
                    for field in dialogs._fields.values()
                    if field.type in ("many2one", "many2many") and field.store
                ]
                spec = {field: {} for field in dialogs._fields if field != "id"}
                tries = {"nothing": lambda d=dialogs, s=spec: d.onchange({}, [], s)}
                for field in relations:
                    for value in (self._find_target(field.comodel_name), *ODD):
                        sent = self._get_values(field, value)
                        tries[f"{field.name}={value!r}"] = lambda d=dialogs, s=spec, n=field.name, v=sent: d.onchange(
                            {n: v}, [n], s
                        )
                        tries[f"default {field.name}={value!r}"] = lambda d=dialogs, s=spec, n=field.name, v=sent: (
                            d.with_context(**{f"default_{n}": v}).onchange({}, [], s)
                        )
                problems += [
                    f"{role}: {name} ({way}): {told}" for way, act in tries.items() if (told := self._fails(act))
                ]
        self.assertFalse(problems)

    def _fails(self, act):
        """Return what went wrong, if it is no sentence for whoever did it; whatever it did is undone."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            try:
                act()
                failure = None
            except UserError as error:
                failure = None if str(error).strip() else "no sentence"
            except Exception as error:  # whatever it is, it is to be told which of many it was
                failure = repr(error)
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
        return failure
