from collections.abc import Collection

from odoo import fields, models

from ..tools.verdict import BETTER, NOT_TOLD_APART, POORER


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_rollout_improved = fields.Boolean("Rollout KPIs Improved, or Likely")
    kpi_rollout_improved_value = fields.Integer(compute="_compute_kpi_rollout_improved_value")
    kpi_rollout_attention = fields.Boolean("Rollout KPIs Without Improvement")
    kpi_rollout_attention_value = fields.Integer(compute="_compute_kpi_rollout_attention_value")

    def _compute_kpi_rollout_improved_value(self):
        self._set_rollout_counts("kpi_rollout_improved_value", self._count_rollout_verdicts(BETTER))

    def _compute_kpi_rollout_attention_value(self):
        self._set_rollout_counts("kpi_rollout_attention_value", self._count_rollout_verdicts([NOT_TOLD_APART, *POORER]))

    def _count_rollout_verdicts(self, verdicts: Collection) -> dict[int, int]:
        """Count the KPIs with one of some verdicts, as they stood at the period's end, by company.

        Readings are never changed, so that what was known on a day can be told afterwards. A correction counts
        from the beginning: it says what was true then, too.
        """
        self._check_rollout_access()
        end, companies = self._get_rollout_period()
        trackings = self.env["rollout.kpi.tracking"].search(
            [("company_id", "in", companies.ids), ("phase_id.stage_code", "!=", "cancelled")]
        )
        counts = {}
        for tracking in trackings:
            read = tracking.reading_ids.filtered(
                lambda reading: (
                    reading.role == "milestone" and reading.state != "error" and (reading.taken_on or end) < end
                )
            )
            latest = read.sorted("milestone_day")[-1:]
            if latest and tracking._judge(latest.milestone_day).verdict in verdicts:
                counts[tracking.company_id.id] = counts.get(tracking.company_id.id, 0) + 1
        return counts

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("rollout_phase.menu_rollout_root").id
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_rollout_improved": f"rollout_kpi.rollout_kpi_tracking_action?menu_id={menu}",
            "kpi_rollout_attention": f"rollout_kpi.rollout_kpi_tracking_action?menu_id={menu}",
        }
