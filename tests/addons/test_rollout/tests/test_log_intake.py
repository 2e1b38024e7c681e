from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestLogIntake(ProbeCase):
    """An entry becomes an item; this addon needn't know which addon makes one of it."""

    def test_a_bad_probe_becomes_an_item(self):
        probe = self._new_probe(place="Hall 2")
        probe.action_find_bad()
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)]).ensure_one()
        self.assertEqual(item.name, "Not as it should be: The shelves")
        self.assertEqual((item.kind, item.source, item.phase_id), ("process_gap", "probe", self.phase))
        self.assertEqual((item.origin, item.origin_url), ("Hall 2", f"/odoo/rollout.probe/{probe.id}"))

    def test_without_a_log_it_is_a_note(self):
        self._keep_without_log()
        self._new_probe().action_find_bad()
        self.assertFalse(self.env["rollout.log.item"].search([("program_id", "=", self.program.id)]))
        self.assertIn("Not as it should be: The shelves", self.phase.message_ids[0].body)

    def test_a_way_in_that_the_log_does_not_know_is_a_mistake_of_the_caller(self):
        with self.assertRaises(ValueError):
            self.program._log_intake([LogEntry(summary="Slow", source="nowhere")])
