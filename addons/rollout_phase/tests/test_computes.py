import re
from datetime import date, datetime

from odoo import models
from odoo.tests import TransactionCase, tagged

# What a recordset looks like where somebody took it for a text: "res.users()", "res.partner(7,)".
RECORDSET = re.compile(r"[a-z_][a-z0-9_.]*\((<NewId|\d|\))")
TYPES = {
    "boolean": bool,
    "char": (str, bool),
    "date": (date, bool),
    "datetime": (datetime, bool),
    "float": (int, float, bool),
    "html": (str, bool),
    "integer": int,
    "json": object,
    "many2many": models.BaseModel,
    "many2one": models.BaseModel,
    "many2one_reference": (int, bool),
    "monetary": (int, float, bool),
    "one2many": models.BaseModel,
    "properties": object,
    "properties_definition": object,
    "reference": (models.BaseModel, bool),
    "selection": (str, bool),
    "text": (str, bool),
    "binary": object,
}
SAMPLE = 20


@tagged("post_install", "-at_install", "together")
class TestComputes(TransactionCase):
    """Every computed field of the suite gives a value of its type, also where nothing is filled in yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.computed = {}
        for name, model in cls.env.items():
            if model._abstract:
                continue
            fields = [
                field
                for field in model._fields.values()
                if field.compute and not field.related and (field._module or "").startswith("rollout")
            ]
            if fields:
                cls.computed[name] = fields

    def _assert_types(self, record, fields):
        for field in fields:
            with self.subTest(field=str(field)):
                value = record[field.name]
                if not isinstance(value, bool) or value:
                    self.assertIsInstance(value, TYPES[field.type])
                if isinstance(value, str):
                    self.assertNotRegex(value, RECORDSET)

    def test_there_are_some(self):
        self.assertIn("rollout.program", self.computed)
        self.assertIn("sponsor_warning", [field.name for field in self.computed["rollout.program"]])

    def test_nothing_filled_in(self):
        for name, fields in self.computed.items():
            self._assert_types(self.env[name].new(), fields)

    def test_a_form_just_opened(self):
        for name, fields in self.computed.items():
            model = self.env[name]
            self._assert_types(model.new(model.default_get(list(model._fields))), fields)

    def test_defaults_without_relations(self):
        for name, fields in self.computed.items():
            model = self.env[name]
            values = model.default_get([key for key, field in model._fields.items() if not field.relational])
            empty = {
                key: False
                for key, field in model._fields.items()
                if field.type == "many2one" and not field.compute and not field.related
            }
            self._assert_types(model.new({**values, **empty}), fields)

    def test_what_is_there(self):
        for name, fields in self.computed.items():
            if not self.env[name]._auto:
                continue
            for record in self.env[name].with_context(active_test=False).search([], limit=SAMPLE):
                self._assert_types(record, fields)

    def test_what_is_there_in_a_form_with_its_relations_emptied(self):
        for name, fields in self.computed.items():
            model = self.env[name]
            emptied = {
                key: False
                for key, field in model._fields.items()
                if field.type == "many2one" and not field.compute and not field.related
            }
            for record in model.with_context(active_test=False).search([], limit=3) if model._auto else ():
                for key in emptied:
                    self._assert_types(model.new({key: False}, origin=record), fields)
