from odoo import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import new_test_user
from odoo.tools import mute_logger

# One value for each type of field, unlike any that the tests' records have.
FORGED = {
    "boolean": True,
    "integer": 4711,
    "float": 47.11,
    "monetary": 47.11,
    "char": "Forged",
    "text": "Forged",
    "html": "<p>Forged</p>",
    "date": "2026-01-02",
    "datetime": "2026-01-02 03:04:05",
    "json": ["forged"],
    "binary": "Rm9yZ2Vk",
    "many2one_reference": 4711,
}


# The addons whose mixins the models of all others have.
WITH_MIXINS = ("rollout_base", "rollout_phase")


def get_origin(model, field):
    """Return which addon brings a field to a model: for one of a mixin, the model's own."""
    return model._original_module if field._modules[0] in WITH_MIXINS else field._modules[0]


class SettableFieldsCase:
    """A table of who may set which stored field, tried in every way in which a client may send one.

    For test classes next to AccessMatrixCase. ``SETTABLE`` has ``{model: {names: roles}}``, names and roles separated
    by spaces, for the fields that the addon brings to models of the suite; nobody sets a field that isn't named.
    Whoever is named may write it on the program's own record, as far as the value is a valid one.
    """

    SETTABLE = {}

    def _get_own_fields(self):
        """Return ``{model: fields}``, of the stored fields of the suite's models that this addon brings."""
        suite = self.registry["rollout.guarded.mixin"]
        found = {}
        for name, model in self.registry.items():
            if not issubclass(model, suite) or model._abstract or model._transient:
                continue
            own = {
                field
                for field in model._fields.values()
                if field.store
                # A list of other records holds nothing itself: those are tried, and through it.
                and field.type != "one2many"
                and field.name not in MAGIC_COLUMNS
                and get_origin(model, field) == self.MODULE
            }
            if own:
                found[name] = own
        return found

    def _get_settable(self, model):
        """Return ``{name: roles}`` of a model's row in the table."""
        rows = self.SETTABLE.get(model, {}).items()
        return {name: set(roles.split()) for names, roles in rows for name in names.split()}

    def test_every_field_has_a_row_or_is_the_suites_own(self):
        for model, fields in self._get_own_fields().items():
            system = self.env[model]._get_system_fields()
            with self.subTest(model=model):
                self.assertEqual({field.name for field in fields} - system, set(self._get_settable(model)))

    def test_fields_are_set_by_those_who_may_and_in_no_other_way(self):
        portal = new_test_user(self.env, "rollout_portal_user", "base.group_portal")
        users = {role: getattr(self, role) for role in self.ROLES} | {"portal": portal}
        problems = []
        for model, fields in self._get_own_fields().items():
            settable = self._get_settable(model)
            record = self._record(model)
            for role, user in users.items():
                as_user = record.with_user(user)
                for field in sorted(fields, key=lambda field: field.name):
                    if role in settable.get(field.name, ()):
                        ways = [] if self._is_settable(as_user, field) else ["refused"]
                    else:
                        ways = self._get_open_ways(as_user, field)
                    problems += [f"{role}: {field} ({way})" for way in ways]
        self.assertFalse(problems)

    def _is_settable(self, record, field):
        value = field.convert_to_write(record.sudo()[field.name], record.sudo())
        if field.type == "many2many":
            value = []
        return self._may(record.env.user, lambda: record.write({field.name: value}) or True)

    def _get_open_ways(self, record, field):
        """Return the ways in which the user can set a field that isn't theirs to set."""
        value = self._forge(field)
        model = record.browse()
        base = record.sudo().copy_data()[0]
        ways = {
            "write": lambda: record.write({field.name: value}),
            "web_save": lambda: record.web_save({field.name: value}, {"id": {}}),
        }
        if field.translate:
            ways["translation"] = lambda: record.update_field_translations(field.name, {"en_US": "Forged"})
            ways["translations"] = lambda: record.web_override_translations({field.name: "Forged"})
        for parent_field in self._get_parent_fields(record):
            parent = record.sudo()[parent_field.inverse_name].with_user(record.env.user)
            ways[f"command of {parent_field}"] = lambda parent=parent, name=parent_field.name: parent.write(
                {name: [Command.update(record.id, {field.name: value})]}
            )
        if field.name in record._get_system_fields():
            ways["create"] = lambda: model.create({**base, field.name: value})
            ways["copy"] = lambda: record.copy({field.name: value})
            if not field.compute:
                ways["default"] = lambda: model.with_context(**{f"default_{field.name}": value}).create(base)
            # A form proposes nothing that a link has put into the context.
            forged, own = {field.name: value}, model.sudo().default_get([field.name])
            ways["proposal"] = lambda: (
                model.with_context(**{f"default_{field.name}": value}).default_get([field.name]) == forged != own
                or self._refuse()
            )
            if field.type not in ("many2many", "json", "binary"):
                ways["import"] = lambda: (
                    model.load([".id", field.name], [[str(record.id), str(value)]])["ids"] or self._refuse()
                )
        # An import tries a row that lacks what is required before it says so.
        with mute_logger("odoo.sql_db", "odoo.models"):
            return [way for way, act in ways.items() if not self._is_refused(act)]

    def _forge(self, field):
        if field.type == "selection":
            # Other addons may be the first to add a value.
            return ["Forged", *field.get_values(self.env)][-1]
        if field.type == "many2one":
            return self.env[field.comodel_name].with_context(active_test=False).search([], limit=1, order="id desc").id
        if field.type == "many2many":
            return [Command.clear()]
        return FORGED[field.type]

    def _get_parent_fields(self, record):
        """Return the fields of other models of the suite by which this record can be sent along."""
        suite = self.registry["rollout.guarded.mixin"]
        return [
            field
            for name, model in self.registry.items()
            if issubclass(model, suite) and not model._abstract
            for field in model._fields.values()
            if field.type == "one2many"
            and field.comodel_name == record._name
            and field.store
            and record.sudo()[field.inverse_name]
            and record._fields[field.inverse_name].type == "many2one"
        ]
