from odoo import api, models
from odoo.exceptions import ValidationError

NOTE_MODEL = "rollout.sealed.note"


class RolloutProgram(models.Model):
    """The address to which people may write, or answer the weekly mail."""

    _name = "rollout.program"
    _inherit = ["rollout.program", "mail.alias.mixin.optional"]
    # Whose notes they are, and of what kind, is no lead's to say.
    _system_fields = frozenset(
        {"alias_defaults", "alias_force_thread_id", "alias_model_id", "alias_parent_model_id", "alias_parent_thread_id"}
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        return {
            **values,
            "alias_model_id": self.env["ir.model"]._get_id(NOTE_MODEL),
            "alias_contact": "employees",
            "alias_defaults": repr({"program_id": self.id}),
        }

    @api.constrains("alias_id")
    def _check_alias_is_own(self):
        """An alias of something else must not be renamed through a program."""
        for program in self:
            # Aliases are the system's; every lead may give a program its address.
            alias_sudo = program.alias_id.sudo()
            if alias_sudo and (
                alias_sudo.alias_model_id.model != NOTE_MODEL
                or alias_sudo.alias_parent_thread_id not in (False, 0, program.id)
            ):
                raise ValidationError(self.env._("This address belongs to something else."))

    def _get_feedback_reply_to(self) -> str | bool:
        """Return the address that takes answers to this program's mails, or False."""
        self.ensure_one()
        # Everybody who gets a mail of the program sees its address.
        return self.sudo().alias_email or False
