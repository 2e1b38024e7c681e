from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.window_rows import branch_rows


class RolloutKpi(models.Model):
    """*KPI source.* How many probes an hour holds."""

    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("probe", "Probes per hour")],
        ondelete={"probe": "set default"},
    )

    @api.model
    def _measure_probe(self, windows):
        """Measure all windows in one statement.

        Nothing is done about what goes wrong: a probe that took no time divides by zero, and the window in which it
        lies says so.
        """
        probes = self.env["rollout.probe"]._fields
        query = SQL(
            """
            SELECT period.number, avg(60.0 / probe.minutes)::float8, count(*),
                   count(*) FILTER (WHERE probe.finding = 'bad')
              FROM (%(periods)s) AS period
              JOIN rollout_probe probe
                ON probe.company_id = period.company_id
               AND probe.found_on >= period.date_from
               AND probe.found_on < period.date_to
          GROUP BY period.number
            """,
            periods=branch_rows(windows),
            to_flush=[probes[name] for name in ("company_id", "minutes", "finding", "found_on")],
        )
        answers = {window.key: Measurement() for window in windows}
        for number, value, count, bad in self.env.execute_query(query):
            answers[windows[number].key] = Measurement(value, count, facts={"bad": bad})
        return answers

    def _describe_probe(self, facts):
        """No sentence is stored: it is made in the language of whoever reads it."""
        return self.env._("Probes that an hour holds; of these are bad: %s", facts.get("bad", 0))
