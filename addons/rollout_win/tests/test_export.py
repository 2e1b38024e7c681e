from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_export import FORMULAS, ExportCase

from .common import WinCase


@tagged("post_install", "-at_install")
class TestExport(WinCase, ExportCase):
    """What somebody typed is no formula in the spreadsheet of whoever exports it."""

    def setUp(self):
        super().setUp()
        self.lead.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("launch_lead", "launch_lead")
        self.wins = self.env["rollout.win"].create([{"name": text, "program_id": self.program.id} for text in FORMULAS])

    def test_no_live_formula(self):
        texts = self._texts(self._export("xlsx", self.wins, ["name"]))
        self.assertEqual(sorted(texts[1:]), sorted(map(self._in_a_cell, self.wins.mapped("name"))))
        self.assertEqual(len(self._rows(self._export("csv", self.wins, ["name"]))), len(FORMULAS) + 1)

    def test_no_live_formula_in_the_headings_of_groups(self):
        headings = self._texts(self._export("xlsx", self.wins, ["company_id"], ["name"]))
        for text in self.wins.mapped("name"):
            self.assertIn(f"{self._in_a_cell(text)} (1)", headings)
