import io
import json
import re

import xlsxwriter
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnprocessableEntity

from odoo import http
from odoo.http import content_disposition, request
from odoo.tools import osutil

from odoo.addons.web.controllers.pivot import TableExporter

from ..tools import worksheet

# As in core: a client doesn't make the server write for ever.
MOST_COLUMNS = 100000
SHEET_NAME_CHARS = 31


class TextTableExporter(TableExporter):
    """Writes the titles of rows, columns and measures of a pivot as text.

    They are names that somebody typed. Core's method makes its own workbook, which makes formulas and links of
    what begins like one, and can't be told otherwise: this one writes the same cells.
    """

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if not table:
            raise UnprocessableEntity(request.env._("No data to export"))
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
            self._write_table(workbook, table)
        title = request.env._("Pivot %(title)s (%(model_name)s)", title=table["title"], model_name=table["model"])
        return request.make_response(
            output.getvalue(),
            headers=[
                ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                ("Content-Disposition", content_disposition(f"{osutil.clean_filename(title)}.xlsx")),
            ],
        )

    def _write_table(self, workbook, table):
        sheet = workbook.add_worksheet(self._get_sheet_name(table["title"]))
        grey = {"pattern": 1, "bg_color": "#AAAAAA"}
        heading, bold_heading = workbook.add_format(grey), workbook.add_format({**grey, "bold": True})
        bold = workbook.add_format({"bold": True})
        row = self._write_column_headings(sheet, table, heading)
        if measures := table["measure_headers"]:
            worksheet.write(sheet, row, 0, "", heading)
            for column, measure in enumerate(measures, 1):
                worksheet.write(sheet, row, column, measure["title"], bold_heading if measure["is_bold"] else heading)
            sheet.set_column(0, len(measures), 16)
            row += 1
        for row_number, line in enumerate(table["rows"], row):
            worksheet.write(sheet, row_number, 0, f"{line['indent'] * '     '}{line['title']}", heading)
            for column, cell in enumerate(line["values"], 1):
                worksheet.write(sheet, row_number, column, cell["value"], bold if cell.get("is_bold") else None)

    def _write_column_headings(self, sheet, table, heading) -> int:
        """Write the rows of headings and return the number of the row after them.

        A heading that is several rows high keeps its columns in the rows below it.
        """
        rows = table["col_group_headers"]
        taken = set()
        for row, headings in enumerate(rows):
            worksheet.write(sheet, row, 0, "", heading)
            column = 1
            for each in headings:
                while (row, column) in taken:
                    column += 1
                width = min(each["width"], MOST_COLUMNS)
                for offset in range(width):
                    worksheet.write(sheet, row, column + offset, "" if offset else each["title"], heading)
                for below in range(row + 1, min(row + each["height"], len(rows))):
                    for offset in range(width):
                        taken.add((below, column + offset))
                        worksheet.write(sheet, below, column + offset, "", heading)
                column += width
        return len(rows)

    def _get_sheet_name(self, title: str) -> str:
        """Return ``title`` without what a sheet's name may not hold."""
        return re.sub(r"[\[\]:*?/\\]", " ", title)[:SHEET_NAME_CHARS].strip("' ")
