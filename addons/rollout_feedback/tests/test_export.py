import csv
import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import tagged

from .common_http import FeedbackHttpCase

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
)


@tagged("post_install", "-at_install")
class TestExport(FeedbackHttpCase):
    """What somebody typed into a form is no formula in the spreadsheet of whoever exports it."""

    def setUp(self):
        super().setUp()
        self.env["rollout.log.item"].create(
            [
                {"name": text, "description": text, "public_summary": text, "program_id": self.program.id}
                for text in FORMULAS
            ]
        )
        feedback = self.env["rollout.feedback"].create(
            [{"wave_id": self.wave.id, "comment": text, "sender_name": text} for text in FORMULAS]
        )
        self.env["rollout.reply"].create(
            [{"feedback_id": feedback[0].id, "direction": "sender", "text": "=2", "day": "2026-11-19"}]
        )
        self.lead.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("feedback_lead", "feedback_lead")

    def _export(self, kind, model, names, groupby=()):
        fields = [{"name": name, "label": name, "type": "char"} for name in names]
        domain = [("company_id", "=", self.company.id)]
        data = {"model": model, "fields": fields, "ids": False, "domain": domain, "import_compat": False}
        response = self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps({**data, "groupby": groupby}), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(response.status_code, 200)
        return response.content

    def test_no_live_formula(self):
        for model, names in (
            ("rollout.log.item", ["name", "description", "public_summary", "feedback_ids/comment"]),
            ("rollout.feedback", ["comment", "sender_name", "reply_ids/text"]),
            ("rollout.wave", ["week", "feedback_ids/comment"]),
        ):
            with self.subTest(model=model):
                sheet = load_workbook(io.BytesIO(self._export("xlsx", model, names))).active
                cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
                self.assertGreaterEqual(len(cells), len(FORMULAS))
                self.assertNotIn("f", {cell.data_type for cell in cells})
                rows = list(csv.reader(io.StringIO(self._export("csv", model, names).decode())))[1:]
                texts = [text for row in rows for text in row if text]
                self.assertGreaterEqual(len(texts), len(FORMULAS))
                for text in texts:
                    self.assertNotIn(text.lstrip()[0], "=+-@\t\r＝")

    def test_no_live_formula_in_the_headings_of_groups(self):
        for model, groupby in (("rollout.log.item", ["name", "state"]), ("rollout.feedback", ["sender_name"])):
            with self.subTest(model=model):
                content = self._export("xlsx", model, ["company_id"], groupby)
                cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2) for cell in row]
                texts = [cell.value for cell in cells if cell.value]
                for text in FORMULAS:
                    self.assertIn(f"'{text} (1)", texts)
                self.assertNotIn("f", {cell.data_type for cell in cells})
