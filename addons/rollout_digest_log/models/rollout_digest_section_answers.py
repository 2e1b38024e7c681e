from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.rollout_digest.tools.bar import bar_percent
from odoo.addons.rollout_phase.tools.reader_dates import format_week
from odoo.addons.rollout_phase.tools.week import iso_week

# The best answer to the question of the mood.
BEST_MOOD = 5
# A week whose form nobody was sent isn't news for long.
LOOK_BACK = timedelta(days=14)


class RolloutDigestSection(models.Model):
    """How many answered the weekly form, and in which mood, for those who lead the launch."""

    _inherit = "rollout.digest.section"

    @api.model
    def _render_answers(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render the last released week: its rate of answers and its mood, by department where that is told.

        Averages are those that stand written when a week is released: there are none of small groups, nor any
        from which those could be found out.
        """
        since = iso_week((fields.Datetime.now() - LOOK_BACK).date())
        waves = self.env["rollout.wave"].search(
            [("program_id", "in", programs.ids), ("state", "=", "released"), ("week", ">=", since)],
            order="week desc, id desc",
        )
        waves = waves.browse(own._ids[0] for own in waves.grouped("program_id").values())
        totals = self.env["rollout.feedback.total"].search(
            [("wave_id", "in", waves.ids), ("figure", "=", "mood"), ("average", "!=", 0)]
        )
        by_wave = totals.grouped("wave_id")
        none = totals.browse()
        return {
            wave.program_id.id: self.env["ir.qweb"]._render(
                "rollout_digest_log.digest_answers", self._prepare_answers(wave, by_wave.get(wave, none))
            )
            for wave in waves
        }

    @api.model
    def _prepare_answers(self, wave, totals) -> dict:
        year, number = format_week(self.env, wave.week).split("-W")
        rows = [
            {
                "label": total.department_id.name or self.env._("Everybody"),
                "text": formatLang(self.env, total.average, digits=1),
                "percent": bar_percent(total.average, BEST_MOOD),
                "all": total.scope == "program",
            }
            for total in totals.sorted(lambda total: (total.scope != "program", total.department_id.name or ""))
            if total.scope == "program" or total.department_id
        ]
        rate = self.env._(
            "Week %(week)s/%(year)s: %(answers)s of %(invited)s people answered (%(share)s %%)",
            week=int(number),
            year=year,
            answers=wave.answer_count,
            invited=wave.invited_count,
            share=round(wave.response_rate * 100),
        )
        return {"rate": rate, "percent": bar_percent(wave.response_rate, 1), "rows": rows, "best": BEST_MOOD}
