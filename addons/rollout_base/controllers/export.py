from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport, ExportXlsxWriter, GroupExportXlsxWriter

from ..tools import worksheet
from ..tools.spreadsheet import guard


class TextXlsxWriter(ExportXlsxWriter):
    """Writes each text as text: core makes formulas and links of what begins like one."""

    def write_cell(self, row, column, cell_value):
        if isinstance(cell_value, str):
            # Core would make blanks of some breaks of lines.
            cell_value = worksheet.with_plain_breaks(cell_value)
        return super().write_cell(row, column, cell_value)

    # Core's own would make formulas and links again.
    def write(self, row, column, cell_value, style=None):  # pylint: disable=method-required-super
        # Core looks at the length of values, not of headings, and counts characters that take two places as one.
        if not worksheet.write(self.worksheet, row, column, cell_value, style):
            sentence = request.env._(
                "This text is too long for a spreadsheet, where a cell holds %s characters. Export it as CSV instead.",
                self.worksheet.xls_strmax,
            )
            worksheet.write(self.worksheet, row, column, sentence, style)


class TextGroupXlsxWriter(TextXlsxWriter, GroupExportXlsxWriter):
    """The same, for a list in groups."""


class TextExcelExport(ExcelExport):
    """Each cell that somebody typed is text, whatever is exported: values, headings of columns and of groups."""

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for row_number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(row_number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class TextCsvExport(CSVExport):
    """A CSV file knows no types: what a spreadsheet might calculate stands behind an apostrophe, in headings too."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, self._guard(columns_headers), [self._guard(row) for row in rows])

    def _guard(self, row):
        row = [value.decode() if isinstance(value, bytes) else value for value in row]
        return [guard(value) if isinstance(value, str) else value for value in row]
