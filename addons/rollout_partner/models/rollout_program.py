from datetime import timedelta

from odoo import api, fields, models

# Days after the program's first go-live on which its partner is scored again.
SCORING_DAYS = (30, 60, 90)


class RolloutProgram(models.Model):
    """The scorecards on which a program's partner is chosen, and judged later on."""

    _inherit = "rollout.program"

    scorecard_ids = fields.One2many("rollout.partner.scorecard", "program_id", "Scorecards")
    scorecard_count = fields.Integer("Partner Scorecards", compute="_compute_scorecard_count")

    @api.depends_context("uid")
    @api.depends("scorecard_ids")
    def _compute_scorecard_count(self):
        for program, count in self._count_each(self.env["rollout.partner.scorecard"], "program_id").items():
            program.scorecard_count = count

    def action_view_scorecards(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_partner.rollout_partner_scorecard_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

    def _schedule_partner_scoring(self):
        """Remind whoever runs the launch to score the partner again, counted from today."""
        for program in self.filtered("partner_id"):
            for days in SCORING_DAYS:
                program._ask(
                    "lead",
                    "mail.mail_activity_data_todo",
                    lambda lang, program=program, days=days: (program._prepare_scoring_summary(lang, days), ""),
                    date_deadline=program._get_today() + timedelta(days=days),
                )

    def _prepare_scoring_summary(self, lang: str, days: int) -> str:
        program = self.with_context(lang=lang)
        return program.env._("Score %(partner)s again: day %(days)s", partner=program.partner_id.name, days=days)
