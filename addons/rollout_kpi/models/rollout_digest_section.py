from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.rollout_digest.tools.bar import bar_percent

# The sponsor has a mail each week, and one for each milestone of a phase.
MILESTONE = "milestone"


class RolloutDigestSection(models.Model):
    """The KPIs in a digest, and the sponsor's mail at a milestone, which is made of sections, too."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(selection_add=[("kpi", "KPIs")], ondelete={"kpi": "cascade"})
    audience = fields.Selection(
        selection_add=[("sponsor",), (MILESTONE, "Sponsor, at a milestone"), ("lead",)],
        ondelete={MILESTONE: "cascade"},
    )

    @api.model
    def _describe_audience(self, audience):
        if audience == MILESTONE:
            return self.env._(
                "You get this mail because you are the sponsor of this launch, once for each department on day 30, "
                "60 and 90, and on day 120 and 180 where that hasn't been enough."
            )
        return super()._describe_audience(audience)

    @api.model
    def _render_kpi(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render each KPI's baseline, latest reading and verdict, with bars of table cells."""
        trackings = self.env["rollout.kpi.tracking"].search_fetch([("phase_id", "in", phases.ids)])
        verdicts = dict(trackings._fields["verdict"]._description_selection(self.env))
        rows = {}
        for tracking in trackings:
            row = {"tracking": tracking, "verdict": verdicts[tracking.verdict], "bars": self._prepare_bars(tracking)}
            rows.setdefault(tracking.program_id.id, []).append(row)
        return {
            program_id: self.env["ir.qweb"]._render("rollout_kpi.digest_section_kpi", {"rows": own})
            for program_id, own in rows.items()
        }

    @api.model
    def _prepare_bars(self, tracking):
        values = [
            (self.env._("Baseline"), tracking.baseline_value),
            (self.env._("Day %s", tracking.latest_day), tracking.latest_value),
        ]
        values = [(label, value) for label, value in values if value is not False]
        largest = max((value for _label, value in values), default=0)
        return [
            {
                "label": label,
                "text": formatLang(self.env, value, digits=1),
                "percent": bar_percent(value, largest),
                "latest": index > 0,
            }
            for index, (label, value) in enumerate(values)
        ]
