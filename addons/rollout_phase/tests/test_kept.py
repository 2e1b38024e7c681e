"""What others need is refused to be deleted in words, wherever PostgreSQL would refuse it too."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RolloutCase


@tagged("post_install", "-at_install", "together")
class TestKept(RolloutCase):
    def test_a_program_with_phases(self):
        with self.assertRaisesRegex(
            UserError, "“Launch” can't be deleted: a record of the kind “Rollout Phase” needs it"
        ):
            self.program.unlink()
        self.phase.unlink()
        self.program.unlink()
        self.assertFalse(self.program.exists())

    def test_phases_that_are_archived_or_unseen(self):
        self.phase.active = False
        with self.assertRaisesRegex(UserError, "Rollout Phase"):
            self.program.with_user(self.lead).unlink()

    def test_what_is_odoos_own(self):
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        self.program.with_user(self.sponsor).action_sign_expectations()
        for record, kind in (
            (self.department, "Rollout Phase"),
            (self.employees[0], "Rollout Champion"),
            (self.company, "Rollout Program"),
        ):
            with self.subTest(record=record._name), self.assertRaisesRegex(UserError, f"the kind “{kind}"):
                record.unlink()
        # With the users go their contacts, so Odoo's own refusals may come first.
        with self.assertRaises(UserError):
            self.sponsor.unlink()

    def test_others_go_as_before(self):
        self.employees[3].unlink()
        self.env["res.partner"].create({"name": "Somebody"}).unlink()
        self._new_department("Empty").unlink()

    def test_every_reference_that_holds(self):
        """No foreign key of the suite restricts a deletion of which nobody says why it is refused."""
        kept = self.env.registry["rollout.kept.mixin"]
        self.env.cr.execute(
            """SELECT DISTINCT conrelid::regclass::text, confrelid::regclass::text, attname
                 FROM pg_constraint
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                WHERE contype = 'f' AND confdeltype IN ('r', 'a') AND conrelid::regclass::text LIKE 'rollout%'"""
        )
        model_by_table = {model._table: name for name, model in self.env.registry.items() if model._auto}
        # An alias goes along with its program, and by itself only where nothing is left that it serves.
        found = [row for row in self.env.cr.fetchall() if row[1] != "mail_alias"]
        self.assertTrue(found)
        for source, target, column in found:
            with self.subTest(source=source, column=column):
                model = self.env.registry[model_by_table[target]]
                self.assertTrue(issubclass(model, kept))
                restricting = self.env[model_by_table[target]]._get_restricting_fields()
                self.assertIn((model_by_table[source], column), restricting)
