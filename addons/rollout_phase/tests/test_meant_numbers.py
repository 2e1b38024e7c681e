from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install", "together")
class TestMeantNumbers(RolloutCase):
    """A number that nobody can mean is refused with a sentence, and neither stored nor calculated with."""

    def test_every_number_of_the_suite(self):
        suite = self.registry["rollout.dated.mixin"]
        tried = 0
        for model in self.registry.values():
            if model._abstract or not issubclass(model, suite) or not model._name.startswith("rollout."):
                continue
            for field in model._fields.values():
                if field.store and field.type in ("integer", "float", "monetary") and field.name != "id":
                    most = 2**31 if field.type == "integer" else 1e13
                    for number in (most, -most, float("inf"), float("nan")):
                        tried += 1
                        with self.subTest(field=str(field), number=number), self.assertRaises(ValidationError):
                            self.env[model._name]._check_numbers({field.name: number})
        self.assertGreater(tried, 50)

    def test_on_create_write_and_import(self):
        programs = self.env["rollout.program"].with_user(self.lead)
        for act in (
            lambda: self.program.with_user(self.lead).write({"hypercare_days": 10**20}),
            lambda: programs.create({"name": "x", "hypercare_days": 10**20}),
            lambda: programs.with_context(default_hypercare_days=10**20).create({"name": "x"}),
        ):
            with self.assertRaisesRegex(ValidationError, "too large"):
                act()
        answer = programs.load(["name", "hypercare_days"], [["x", str(10**20)]])
        self.assertFalse(answer["ids"])
