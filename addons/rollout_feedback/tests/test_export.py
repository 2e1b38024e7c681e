from odoo.tests import tagged

from odoo.addons.rollout_phase.tests.common_export import FORMULAS, ExportCase

from .common_http import FeedbackHttpCase


@tagged("post_install", "-at_install")
class TestExport(FeedbackHttpCase, ExportCase):
    """What somebody typed into a form is no formula in the spreadsheet of whoever exports it."""

    def setUp(self):
        super().setUp()
        self.lead.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("feedback_lead", "feedback_lead")

    def _new_records(self):
        # Told everybody before staff wrote the same: afterwards it would be refused.
        items = self.env["rollout.log.item"].create(
            [{"name": text, "public_summary": text, "program_id": self.program.id} for text in FORMULAS]
        )
        feedback = self.env["rollout.feedback"].create(
            [{"wave_id": self.wave.id, "comment": text, "sender_name": text} for text in FORMULAS]
        )
        reply = {"feedback_id": feedback[0].id, "direction": "sender", "day": "2026-11-19"}
        return {
            "comment": feedback,
            "sender_name": feedback,
            "public_summary": items,
            "text": self.env["rollout.reply"].create([{**reply, "text": text} for text in FORMULAS]),
        }

    def test_no_live_formula(self):
        for name, records in self._new_records().items():
            with self.subTest(model=records._name, field=name):
                texts = self._texts(self._export("xlsx", records, [name]))
                self.assertEqual(sorted(texts[1:]), sorted(map(self._in_a_cell, records.mapped(name))))
                self.assertEqual(len(self._rows(self._export("csv", records, [name]))), len(FORMULAS) + 1)

    def test_no_live_formula_in_the_headings_of_groups(self):
        records = self._new_records()
        for name in ("sender_name", "public_summary"):
            with self.subTest(field=name):
                headings = self._texts(self._export("xlsx", records[name], ["company_id"], [name]))
                for text in records[name].mapped(name):
                    self.assertIn(f"{self._in_a_cell(text)} (1)", headings)

    def test_no_live_formula_below_another_record(self):
        records = self._new_records()
        content = self._export("xlsx", self.wave, ["week", "feedback_ids/comment", "feedback_ids/reply_ids/text"])
        self.assertGreaterEqual(len(self._texts(content)), len(FORMULAS) + len(records["text"]))
