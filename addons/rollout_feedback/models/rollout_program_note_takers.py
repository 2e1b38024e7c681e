from odoo import models


class RolloutProgram(models.Model):
    """How long private notes are kept isn't changed unseen: somebody may lose some."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"conversation_retention_days"})

    def write(self, vals):
        if "conversation_retention_days" not in vals:
            return super().write(vals)
        before = {program: program.conversation_retention_days for program in self}
        result = super().write(vals)
        for program, days in before.items():
            if program.conversation_retention_days < days:
                program._tell_note_takers()
        return result

    def _tell_note_takers(self):
        """Tell everybody who may have private notes that these go earlier: who has any is theirs to know."""
        # Who has a role is the same for everybody.
        users_sudo = self.env.ref("rollout_phase.group_rollout_champion").sudo().all_user_ids.filtered(self._lets_in)
        for lang, readers_sudo in users_sudo.grouped("lang").items():
            program = self.with_context(lang=lang)
            program.message_notify(
                partner_ids=readers_sudo.partner_id.ids,
                subject=program.env._("%s: private notes go earlier", self.name),
                body=program.env._(
                    "From now on closed notes on conversations are deleted after %s days. Reopen a note of yours that "
                    "you still need.",
                    self.conversation_retention_days,
                ),
            )
