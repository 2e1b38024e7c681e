from odoo import models

from ..tools.spreadsheet import unguard


class BaseImportImport(models.TransientModel):
    """Takes back the apostrophes that an export to CSV has put before what a spreadsheet might calculate."""

    _inherit = "base_import.import"

    def _read_csv(self, options):
        content = super()._read_csv(options)
        if not content:
            return content
        length, rows = content
        return length, [[unguard(text) for text in row] for row in rows]
