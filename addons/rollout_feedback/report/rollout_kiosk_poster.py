from odoo import api, models


class ReportKioskPoster(models.AbstractModel):
    """The poster bears the key to its page: whoever opens the report by its address is asked, too."""

    _name = "report.rollout_feedback.report_kiosk_poster"
    _description = "QR Poster"

    @api.model
    def _get_report_values(self, docids, data=None):
        phases = self.env["rollout.phase"].browse(docids)
        phases._ensure_kiosk_lead()
        return {"doc_ids": docids, "doc_model": phases._name, "docs": phases}
