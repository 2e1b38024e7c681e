from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_export import FORMULAS, ExportCase

from .common import LogCase


@tagged("post_install", "-at_install")
class TestExport(ExportCase, LogCase):
    """What somebody typed into the log is no formula in the spreadsheet of whoever exports it."""

    def test_no_live_formula(self):
        self.lead.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("log_lead", "log_lead")
        items = self.items.create(
            [{"name": text, "description": text, "program_id": self.program.id} for text in FORMULAS]
        )
        for name in ("name", "description"):
            with self.subTest(field=name):
                texts = self._texts(self._export("xlsx", items, [name]))
                self.assertEqual(sorted(texts[1:]), sorted(map(self._in_a_cell, items.mapped(name))))
                self.assertEqual(len(self._rows(self._export("csv", items, [name]))), len(FORMULAS) + 1)
