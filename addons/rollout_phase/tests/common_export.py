import csv
import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase

# What a spreadsheet would calculate, and what our library would make a formula or a link of.
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "{=1+1}",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "\uff1d1+1",
    "'=1+1",
    "=1+1\r\nand a second line",
    "pasted\vfrom a word processor",
    "http://example.com/=1",
    "mailto:ann@example.com",
    f"https://example.com/{'a' * 2100}",
    "#N/A",
    "1",
    "TRUE",
)


class ExportCase(HttpCase):
    """Exports as the browser does, and reads the file."""

    def _post_export(self, path, data):
        response = self.url_open(
            path, data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}, timeout=60
        )
        self.assertEqual(response.status_code, 200, response.text[:500])
        return response.content

    def _export(self, kind, records, names, groupby=(), import_compat=False, labels=None):
        """Export ``records`` and return the bytes of the file."""
        fields = [
            {"name": name, "label": (labels or {}).get(name, name), "type": "char", "store": True} for name in names
        ]
        return self._post_export(
            f"/web/export/{kind}",
            {
                "model": records._name,
                "fields": fields,
                "ids": records.ids,
                "domain": [],
                "groupby": groupby,
                "import_compat": import_compat,
            },
        )

    def _in_a_cell(self, text):
        """Return ``text`` as it stands in a cell of an XLSX file."""
        return text.replace("\r\n", "\n").replace("\v", "\n")

    def _cells(self, content):
        """Return the cells of an XLSX file that hold something, after checking that nothing in it is live."""
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f"], "no formula")
        self.assertFalse([cell.value for cell in cells if cell.hyperlink], "no link")
        return cells

    def _texts(self, content):
        """Return what stands in the cells of type text of an XLSX file."""
        return [cell.value for cell in self._cells(content) if cell.data_type == "s"]

    def _rows(self, content):
        """Return the rows of a CSV file, after checking that a spreadsheet calculates nothing of them."""
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        for text in (text for row in rows for text in row if text):
            self.assertNotIn(text.lstrip(" {")[:1], tuple("=+-@\t\r\n\uff1d"))
        return rows
