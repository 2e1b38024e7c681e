from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_records import RecordsCase


@tagged("post_install", "-at_install")
class TestRecordsArchived(RecordsCase):
    """Whether archived records count is chosen once, for the filter and the condition of a share alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers = cls.env["res.partner"].create(
            [{"name": f"Buyer {number}", "company_id": cls.company.id} for number in range(20)]
        )
        cls._date(cls.buyers)
        cls.buyers[:5].active = False

    @classmethod
    def _date(cls, records):
        records.flush_recordset()
        cls.env.cr.execute(
            f"UPDATE {records._table} SET create_date = %s WHERE id IN %s", [datetime(2026, 1, 10), tuple(records.ids)]
        )
        records.invalidate_recordset()

    def _new_buyers(self, record_domain="[('name', 'like', 'Buyer')]", **values):
        return self._new_kpi(record_model="res.partner", record_domain=record_domain, **values)

    def _new_share(self, condition, **values):
        return self._new_buyers(measure="share", share_domain=condition, **values)

    def test_they_count_unless_it_is_chosen_otherwise(self):
        [counted, ignored] = self._measure(self._new_buyers(), self._new_buyers(archived_records="ignore"))
        self.assertEqual((counted.value, ignored.value), (20, 15))
        self.assertIn("archived ones too", counted.method)
        self.assertIn("without archived ones", ignored.method)
        [systems] = self._measure(self._new_kpi())
        self.assertNotIn("archived", systems.method, "shadow systems can't be archived")

    def test_filter_and_condition_see_the_same_records(self):
        both = "[('name', 'like', 'Buyer'), ('active', 'in', [True, False])]"
        for share, value in (
            (self._new_share("[('active', '=', False)]"), 25),
            (self._new_share("[('active', '=', False)]", record_domain=both), 25),
            (self._new_share("[('name', 'like', 'Buyer')]", record_domain=both), 100),
            (self._new_share("[('name', 'like', 'Buyer')]"), 100),
            (self._new_share("[('name', 'like', 'Buyer')]", archived_records="ignore"), 100),
            (self._new_share("[('active', '!=', True)]", record_domain="[('name', '=', 'Buyer 1')]"), 100),
        ):
            with self.subTest(share.share_domain):
                self.assertEqual(self._measure(share)[0].value, value)

    def test_asking_for_them_where_they_do_not_count_is_refused(self):
        for condition in (
            "[('active', '=', False)]",
            "[('active', '!=', True)]",
            "[('active', 'in', [True, False])]",
            "[('active', 'not in', [True])]",
            "['!', ('active', '=', True)]",
            "['|', ('active', '=', False), ('name', 'like', 'x')]",
        ):
            for values in (
                {"measure": "share", "share_domain": condition},
                {"record_domain": condition},
            ):
                with self.subTest(values), self.assertRaisesRegex(ValidationError, "Let them count"):
                    self._new_buyers(archived_records="ignore", **values)
        # What no archived record meets asks for none.
        active = self._new_buyers("[('name', 'like', 'Buyer'), ('active', '=', True)]", archived_records="ignore")
        related = self._new_buyers("[('company_id.active', '!=', False)]", archived_records="ignore")
        self.assertEqual(self._measure(active)[0].value, 15)
        self.assertEqual(self._measure(related)[0].value, 15)

    def test_the_choice_is_of_the_counted_records_alone(self):
        parent = self.env["res.partner"].create({"name": "Parent", "company_id": self.company.id})
        self.buyers[4:6].parent_id = parent  # one of them archived
        domain = "[('name', 'like', 'Buyer'), ('parent_id.active', '=', False)]"
        self.assertEqual(self._measure(self._new_buyers(domain))[0].value, 0)
        parent.active = False
        self.assertEqual(self._measure(self._new_buyers(domain))[0].value, 2)
        self.assertEqual(self._measure(self._new_buyers(domain, archived_records="ignore"))[0].value, 1)

    def test_however_a_model_is_archived(self):
        """By a field of the model's own, by one that it inherits from another model, and by a custom one."""
        employees = self.env["hr.employee"].create(
            [{"name": f"Binder {number}", "company_id": self.company.id} for number in range(4)]
        )
        users = self.env["res.users"].create(
            [
                {"name": f"Clerk {n}", "login": f"clerk{n}", "company_id": self.company.id, "company_ids": self.company}
                for n in range(4)
            ]
        )
        model = self.env["ir.model"].create({"name": "Seal", "model": "x_rollout_seal"})
        self.env["ir.model.fields"].create(
            {"name": "x_active", "model_id": model.id, "ttype": "boolean", "field_description": "Active"}
        )
        self.env["ir.model.access"].create({"name": "x", "model_id": model.id, "perm_read": True})
        seals = self.env["x_rollout_seal"].create([{"x_name": "Seal", "x_active": True} for _number in range(4)])
        for records, condition in (
            (employees, "[('resource_id.active', '=', False)]"),
            (users, "[('active', '=', False)]"),
            (seals, "[('x_active', '=', False)]"),
        ):
            self._date(records)
            records[0].action_archive()
            own = {"record_model": records._name, "record_domain": f"[('id', 'in', {records.ids})]"}
            lost = {**own, "measure": "share", "share_domain": condition}
            user = self.env.ref("base.user_admin")
            user.company_ids |= self.company
            kpis = [self._new_kpi(user, **values) for values in (own, {**own, "archived_records": "ignore"}, lost)]
            with self.subTest(records._name):
                self.assertTrue(kpis[0].can_be_archived)
                self.assertEqual([answer.value for answer in self._measure(*kpis)], [4, 3, 25])
                with self.assertRaisesRegex(ValidationError, "Let them count"):
                    self._new_kpi(user, **lost, archived_records="ignore")
