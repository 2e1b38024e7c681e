from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RolloutCase


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
