from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_phase.tests.common import RolloutCase


@tagged("post_install", "-at_install")
class TestNames(RolloutCase):
    """Requests are told apart by their department, and imported for it."""

    def test_what_a_list_shows_is_imported_again(self):
        second = self.env["rollout.program"].create({"name": "Second site", "company_id": self.company.id})
        other_phase = self.env["rollout.phase"].create({"program_id": second.id, "department_id": self.department.id})
        requests = self.env["rollout.customization.request"]
        records = requests.create([{"name": "Paper", "phase_id": phase.id} for phase in (self.phase, other_phase)])
        shown = dict(zip(records.mapped("display_name"), records, strict=True))
        self.assertEqual(len(shown), 2, "told apart")
        as_lead = requests.with_user(self.lead)
        for name, record in shown.items():
            self.assertEqual([id_ for id_, _name in as_lead.name_search(name, operator="=")], record.ids)
        columns = ["id", "name", "phase_id"]
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            result = as_lead.load(columns, records.export_data(columns)["datas"])
        self.assertFalse(result["messages"])
        self.assertEqual(result["ids"], records.ids)
