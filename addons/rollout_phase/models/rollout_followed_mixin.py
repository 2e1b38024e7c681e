from odoo import models
from odoo.exceptions import ValidationError


class RolloutFollowedMixin(models.AbstractModel):
    """Whoever follows a record of the suite reads all that its team will write there: nobody from outside does.

    A single message may still be sent to them. Every model of the suite has this mixin.
    """

    _name = "rollout.followed.mixin"
    _description = "Followed Inside"

    def _refuse_outsiders(self, partners) -> None:
        """
        :raise ValidationError: one of ``partners`` isn't somebody who works here and may read all records of ``self``
        """
        # Who may sign in, and read what, is judged alike for every reader.
        for partner_sudo in partners.sudo().with_context(active_test=False):
            users_sudo = partner_sudo.user_ids.filtered(lambda user: not user.share)
            if not users_sudo:
                raise ValidationError(
                    self.env._(
                        "%s is not of the house, and what is written here may be staff's own words.", partner_sudo.name
                    )
                )
            if self and not any(self.with_user(user).has_access("read") for user in users_sudo):
                raise ValidationError(
                    self.env._(
                        "%s may not read this, and what is written here may be staff's own words.", partner_sudo.name
                    )
                )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if not self.env.su:
            # Of who works here, whoever is given a task follows its record, too.
            self.browse()._refuse_outsiders(self.env["res.partner"].browse(partner_ids or ()))
        return super().message_subscribe(partner_ids, subtype_ids)
