from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ProbeCase


@tagged("post_install", "-at_install")
class TestGuard(ProbeCase):
    """Whichever way a client sends what isn't theirs to set, it is refused, and with the same sentence."""

    def test_what_the_buttons_set(self):
        probe = self._new_probe()
        probes = probe.browse()
        values = {"name": "Another", "phase_id": self.phase.id}
        ways = {
            "create": lambda: probes.create({**values, "finding": "good"}),
            "write": lambda: probe.write({"finding": "good"}),
            "default": lambda: probes.with_context(default_finding="good").create(values),
            "copy": lambda: probe.copy({"finding": "good"}),
        }
        for way, act in ways.items():
            with self.subTest(way), self.assertRaises(UserError) as caught:
                act()
            self.assertEqual(str(caught.exception), "A finding is written down with the buttons.", way)
        imported = probes.load(["name", "phase_id/.id", "finding"], [["Another", str(self.phase.id), "Good"]])
        self.assertFalse(imported["ids"])
        self.assertIn("A finding is written down with the buttons.", imported["messages"][0]["message"])
        self.env["ir.default"].set("rollout.probe", "finding", "good")
        self.assertFalse(probes.create(values).finding, "Odoo's own table of defaults counts for nothing")
        probe.action_find_good()
        self.assertEqual(probe.finding, "good")
        self.assertFalse(probe.copy().finding)

    def test_what_is_said_once_and_what_is_everybodys(self):
        probe = self._new_probe(place="Hall 2")
        probe.place = "Hall 3"
        probe.write({"name": "The shelves", "minutes": 12})
        with self.assertRaisesRegex(UserError, "isn't set by hand"):
            probe.name = "Another"

    def test_nobody_moves_it_out_of_their_reach(self):
        other_program = self.env["rollout.program"].create({"name": "Elsewhere", "company_id": self.other_company.id})
        department = self.env["hr.department"].create({"name": "Far", "company_id": self.other_company.id})
        far = self.env["rollout.phase"].create({"program_id": other_program.id, "department_id": department.id})
        with self.assertRaises(UserError):
            self._new_probe().write({"phase_id": far.id})

    def test_a_forged_command_of_another_record(self):
        """The guard of the phase's own fields holds for what comes through this addon's records, too."""
        probe = self._new_probe()
        with self.assertRaises(UserError):
            self.program.with_user(self.lead).write(
                {"phase_ids": [Command.update(probe.phase_id.id, {"stage_code": "live"})]}
            )
