from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DigestDigest(models.Model):
    """The launch in Odoo's own digest: how things stand at the end of each of its periods."""

    _inherit = "digest.digest"

    kpi_rollout_live = fields.Boolean("Departments Live")
    kpi_rollout_live_value = fields.Integer(compute="_compute_kpi_rollout_live_value")

    def _check_rollout_access(self):
        """Leave the number out for whoever may not read the launch: that is how Odoo's digest asks.

        :raise AccessError: the user is neither a champion nor a sponsor
        """
        user = self.env.user
        if user.has_group("rollout_phase.group_rollout_champion"):
            return
        if not self.env["rollout.program"].search_count([("sponsor_id", "=", user.id)], limit=1):
            raise AccessError(self.env._("This number is for those who run the launch."))

    def _get_rollout_period(self) -> tuple:
        """Return the moment at which the period ends, and the companies that are asked for."""
        _start, end, companies = self._get_kpi_compute_parameters()
        return fields.Datetime.to_datetime(end) or fields.Datetime.now(), companies

    def _set_rollout_counts(self, field_name: str, count_by_company: dict):
        for digest in self:
            company = digest.company_id or self.env.company
            digest[field_name] = count_by_company.get(company.id, 0)

    def _compute_kpi_rollout_live_value(self):
        self._check_rollout_access()
        end, companies = self._get_rollout_period()
        counts = self.env["rollout.phase"]._read_group(
            Domain("company_id", "in", companies.ids)
            & Domain("stage_code", "in", ("live", "stable"))
            & Domain("go_live_date", "<=", end.date()),
            ["company_id"],
            ["__count"],
        )
        self._set_rollout_counts("kpi_rollout_live_value", {company.id: count for company, count in counts})

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("rollout_phase.menu_rollout_root").id
        return {
            **super()._compute_kpis_actions(company, user),
            "kpi_rollout_live": f"rollout_phase.rollout_phase_action?menu_id={menu}",
        }
