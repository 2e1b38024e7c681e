from odoo.http import request

from odoo.addons.web.controllers.export import ExcelExport

from ..tools.spreadsheet import neutralize


class SafeExport(ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        """Write the headings of groups as text as well: they may be what somebody typed."""
        if isinstance(groups._model, request.env.registry["rollout.safe.export.mixin"]):
            self._neutralize_headings(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _neutralize_headings(self, node):
        # Of a pair, the second is written; the first keeps groups apart that would read alike.
        node.children = {
            (name, neutralize(name)) if isinstance(name, str) else name: child for name, child in node.children.items()
        }
        for child in node.children.values():
            self._neutralize_headings(child)
