from odoo import fields, models
from odoo.fields import Domain


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_rollout_critical = fields.Boolean("Critical Log Items Open")
    kpi_rollout_critical_value = fields.Integer(compute="_compute_kpi_rollout_critical_value")

    def _compute_kpi_rollout_critical_value(self):
        """Count what was open at the period's end, also if it has been decided since."""
        self._check_rollout_access()
        end, companies = self._get_rollout_period()
        counts = self.env["rollout.log.item"]._read_group(
            Domain("company_id", "in", companies.ids)
            & Domain("critical", "=", True)
            & Domain("open_since", "<", end)
            & (Domain("decided_on", "=", False) | Domain("decided_on", ">=", end)),
            ["company_id"],
            ["__count"],
        )
        self._set_rollout_counts("kpi_rollout_critical_value", {company.id: count for company, count in counts})

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("rollout_phase.menu_rollout_root").id
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_rollout_critical": f"rollout_log.rollout_log_item_action?menu_id={menu}",
        }
