from odoo import api, models


class RolloutInsideMixin(models.AbstractModel):
    """What is discussed on these records stays in the house.

    They may bear the words of staff, in their names, too. Whoever is mentioned in a discussion, follows it, or is given
    the record or a task gets a mail with that: only people who work here and can sign in.
    """

    _name = "rollout.inside.mixin"
    _description = "Discussed Inside"

    @api.constrains(lambda self: [name for name in ("user_id",) if name in self._fields])
    def _check_owner_is_inside(self):
        for record in self:
            if "user_id" in record._fields:
                # Of who works here, the one who sees to it may be anybody: the tasks of an item find who can do them.
                self.browse()._refuse_outsiders(record.user_id.partner_id)

    def _lets_hear(self, users):
        return not self or any(self.with_user(user).has_access("read") for user in users)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # Whoever follows from before, too.
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [recipient for recipient in recipients if not recipient["share"]]
