from odoo import fields, models

DAYS_FLOOR = 30
DAYS_CEILING = 3650


class RolloutProgram(models.Model):
    """How long private notes are kept isn't changed unseen: somebody may lose some."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"conversation_retention_days"})

    conversation_retention_days = fields.Integer(
        "Keep Conversations",
        default=365,
        tracking=True,
        help="Days after which a closed note on a conversation is deleted. Its author can delete it at any time.",
        aggregator=None,
    )

    _conversation_retention_floor = models.Constraint(
        f"CHECK (conversation_retention_days >= {DAYS_FLOOR})",
        "Notes on conversations are kept for 30 days at least after they were closed.",
    )
    _conversation_retention_ceiling = models.Constraint(
        f"CHECK (conversation_retention_days <= {DAYS_CEILING})",
        "Notes on conversations are kept for ten years (3650 days) at most after they were closed.",
    )

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

    def _has_history(self) -> bool:
        # Private notes are kept like all else, without saying that there are any.
        return super()._has_history() or bool(
            self.env["rollout.conversation"].search_count([("program_id", "=", self.id)], limit=1)
        )
