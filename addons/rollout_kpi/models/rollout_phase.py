from collections.abc import Callable

from odoo import api, fields, models
from odoo.tools import plaintext2html


class RolloutPhase(models.Model):
    _inherit = "rollout.phase"

    kpi_tracking_ids = fields.One2many("rollout.kpi.tracking", "phase_id", "KPIs", copy=False)
    kpi_tracking_count = fields.Integer("Number of KPIs", compute="_compute_kpi_tracking_count")

    @api.depends("kpi_tracking_ids")
    def _compute_kpi_tracking_count(self):
        for phase in self:
            phase.kpi_tracking_count = len(phase.kpi_tracking_ids)

    def _on_go_live(self):
        # The lock is nobody's to set or lift by hand.
        self.sudo().kpi_tracking_ids._lock_baseline()
        return super()._on_go_live()

    def _warn_lead(self, prepare: Callable):
        """Make an activity for the lead, or for who stands in, and return it.

        The record that the lead opens from it is the phase, where its KPIs and tasks are.

        :param prepare: ``lang -> (summary, note)``, what the activity says in the lead's language, as text
        """
        self.ensure_one()

        def prepare_html(lang):
            summary, note = prepare(lang)
            return summary, plaintext2html(note)

        return self._ask("lead", "mail.mail_activity_data_warning", prepare_html)

    def action_view_kpis(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_kpi_tracking_action")
        order = ("kanban", "list", "form", "pivot")
        return {
            **action,
            "domain": [("phase_id", "=", self.id)],
            "views": [(False, view_type) for view_type in order],
            "context": {"default_phase_id": self.id},
        }
