from odoo import api, models

from ..tools.reader_dates import format_date


class IrQwebFieldDate(models.AbstractModel):
    """Dates of the suite's records in Odoo's own mails, such as that of a new activity, in the reader's calendar."""

    _inherit = "ir.qweb.field.date"

    @api.model
    def record_to_html(self, record, field_name, options):
        model = record.res_model if record._name == "mail.activity" else record._name
        if record and (model or "").startswith("rollout."):
            return format_date(self.env, record[field_name], date_format=options.get("format")) or False
        return super().record_to_html(record, field_name, options)
