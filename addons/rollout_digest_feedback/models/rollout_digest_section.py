from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.rollout_base.tools.reader_dates import format_week
from odoo.addons.rollout_base.tools.week import iso_week
from odoo.addons.rollout_digest.models.rollout_digest_section import DAYS
from odoo.addons.rollout_digest.tools.bar import bar_percent

# The best answer to the question of the mood.
BEST_MOOD = 5
# A week whose form nobody was sent isn't news for long.
LOOK_BACK = timedelta(days=14)


class RolloutDigestSection(models.Model):
    """What became of what staff said; and, for those who lead the launch, how many answered, and in which mood."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(
        selection_add=[("heard", "You Said, We Did"), ("answers", "The Weekly Form")],
        ondelete={"heard": "cascade", "answers": "cascade"},
    )

    @api.model
    def _render_heard(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render what was told to everybody since the last digest, in the team's words."""
        return self._render_entries("rollout_digest_feedback.digest_heard", programs._get_heard_lately(DAYS))

    @api.model
    def _prepare_button(self, program, audience):
        if audience != "staff":
            return super()._prepare_button(program, audience)
        # Opens without a login. The address is kept from staff in Odoo, and mailed to them each week.
        return self.env._("What we heard, and did"), f"{program.sudo().heard_url}?lang={self.env.lang or 'en_US'}"

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
                "rollout_digest_feedback.digest_answers", self._prepare_answers(wave, by_wave.get(wave, none))
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
