from odoo import api, fields, models

from ..tools.fatigue import is_tired, response_rate


class RolloutProgram(models.Model):
    """Notice when people stop answering, and suggest what may help."""

    _inherit = "rollout.program"

    feedback_tired = fields.Boolean(
        compute="_compute_feedback_tired",
        compute_sudo=True,
        groups="rollout_phase.group_rollout_lead",
        help="Fewer than half answered in each of the last two weeks.",
    )
    feedback_tired_noted = fields.Boolean(
        copy=False,
        readonly=True,
        groups="rollout_phase.group_rollout_lead",
        help="The lead has been told, and isn't told again until the answers come back.",
    )

    @api.depends("wave_ids.state", "wave_ids.answer_count", "wave_ids.invited_count")
    def _compute_feedback_tired(self):
        for program in self:
            waves = program.wave_ids.filtered(lambda wave: wave.state == "released").sorted("week", reverse=True)
            program.feedback_tired = is_tired(response_rate(wave.invited_count, wave.answer_count) for wave in waves)

    def _note_fatigue(self):
        """Tell the lead once when people stop answering; called when a week is released."""
        for program in self:
            if not program.feedback_tired:
                program.feedback_tired_noted = False
            elif not program.feedback_tired_noted:
                program._ask("lead", "mail.mail_activity_data_todo", program._prepare_fatigue_note)
                program.feedback_tired_noted = True

    def _prepare_fatigue_note(self, lang: str) -> tuple[str, str]:
        program = self.with_context(lang=lang)
        summary = program.env._("Fewer than half answered, two weeks in a row")
        note = program.env._(
            "People answer when they see that it changes something. Settle a few items of the log and tell "
            "everybody, or ask every two weeks only."
        )
        return summary, note

    def action_slow_feedback_rhythm(self):
        """Ask every two weeks from now on."""
        self.feedback_rhythm = "biweekly"
