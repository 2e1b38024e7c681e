from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MapCase


@tagged("post_install", "-at_install")
class TestImpact(MapCase):
    def test_a_phase_is_asked_about_ten_aspects(self):
        impacts = self.phase.impact_ids
        self.assertEqual(len(impacts), 10)
        self.assertEqual(len(set(impacts.mapped("aspect"))), 10)
        self.assertFalse(any(impacts.mapped("level")), "nothing is judged beforehand")
        copy = self.phase.copy({"department_id": self._new_department("Inventory").id})
        self.assertEqual(len(copy.impact_ids), 10)
        self.assertFalse(copy.impact_ids & impacts)

    def test_phases_from_before_are_asked_as_well(self):
        archived = self._new_phase(self._new_department("Inventory"), active=False)
        judged = self.phase.impact_ids[0]
        judged.level = "3"
        (self.phase.impact_ids[1:] | archived.impact_ids).unlink()
        for _twice in range(2):
            (self.phase | archived)._add_missing_impacts()
            self.assertEqual((len(self.phase.impact_ids), len(archived.impact_ids)), (10, 10))
        self.assertEqual(judged.level, "3")

    def test_not_judged_is_not_zero(self):
        none, zero, much = self.phase.impact_ids[:3]
        zero.level = "0"
        much.level = "4"
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_map.rollout_impact_action")
        self.assertIn("level", action["domain"])
        [(average,)] = self.env["rollout.impact"]._read_group(
            [("phase_id", "=", self.phase.id), ("level", "!=", False)], [], ["score:avg"]
        )
        self.assertEqual(average, 2)
        self.assertFalse(none.level)

    def test_an_aspect_is_asked_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.phase.impact_ids[0].copy()

    def test_champion_judges_own_phases_only(self):
        other = self._new_phase(self._new_department("Inventory"))
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[0].id})
        self.phase.impact_ids[0].with_user(self.champion).level = "3"
        self.assertEqual(self.phase.impact_ids[0].score, 3)
        with self.assertRaises(AccessError):
            other.impact_ids[0].with_user(self.champion).level = "3"
        with self.assertRaises(AccessError):
            self.phase.impact_ids[0].with_user(self.champion).unlink()
