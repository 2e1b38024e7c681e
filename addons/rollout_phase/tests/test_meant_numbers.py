from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

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


@tagged("post_install", "-at_install", "together")
class TestMeantNames(RolloutCase):
    """A name can be read, and is no longer than a line."""

    def test_blank_and_endless_names(self):
        programs = self.env["rollout.program"].with_user(self.lead)
        template = self.env["rollout.phase.template"].with_user(self.lead).create({"name": "Shop"})
        for name in ("   ", "\u2003\t", "\u200b", "x" * 200_000):
            for act in (
                lambda name=name: programs.create({"name": name}),
                lambda name=name: self.program.with_user(self.lead).write({"name": name}),
                lambda name=name: programs.with_context(default_name=name).create({}),
                lambda name=name: template.update_field_translations("name", {"en_US": name}),
            ):
                with self.subTest(name=name[:9]), self.assertRaisesRegex(ValidationError, "can be read|at most"):
                    act()
        self.assertEqual(template.name, "Shop")

    def test_a_copy_has_a_name_of_its_own(self):
        copy = self.program.with_user(self.lead).copy()
        self.assertEqual(copy.name, f"{self.program.name} (copy)")
        self.assertEqual(self.program.with_user(self.lead).copy({"name": "Next"}).name, "Next")


@tagged("post_install", "-at_install", "together")
class TestChampionTime(RolloutCase):
    def test_time_is_logged_once_it_was_given(self):
        champion = self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        times = self.env["rollout.champion.time"].with_user(self.champion)
        values = {"champion_id": champion.id, "hours": 24, "name": "Training"}
        time = times.create(values)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            time.date += timedelta(days=2)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            times.create({**values, "hours": 25})
