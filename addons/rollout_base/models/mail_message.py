from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CONTENT = {
    "attachment_ids",
    "author_id",
    "body",
    "create_uid",
    "date",
    "email_from",
    "is_internal",
    "message_type",
    "model",
    "parent_id",
    "partner_ids",
    "record_name",
    "reply_to",
    "res_id",
    "subject",
    "subtype_id",
    "tracking_value_ids",
}
SPEAKER = {"author_id", "email_from", "model", "res_id"}
SAID_WITHIN = timedelta(hours=1)


class MailMessage(models.Model):
    """What the suite writes down by itself is kept as it is, and nobody speaks in another's name.

    Kept are the notes about stages, decisions, overrides and sponsors: those that ``_post_on_record`` has posted, and
    those of tracked changes. Neither can be made by a client, so nobody makes a note that can't be deleted.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo takes them out of the values.
        telling = ["tracking_value_ids" in vals for vals in vals_list]
        messages = super().create(vals_list)
        messages._refuse_other_author()
        messages._refuse_other_moment()
        messages._refuse_outsiders()
        for message, tells in zip(messages, telling, strict=True):
            message._refuse_told_changes(tells)
        return messages

    def write(self, vals):
        if not self.env.su and CONTENT & vals.keys():
            self._refuse_to_change_record()
        if "date" in vals:
            self._refuse_other_moment()
        result = super().write(vals)
        if "date" in vals:
            self._refuse_other_moment()
        if SPEAKER & vals.keys():
            self._refuse_other_author()
        if {"outgoing_email_to", "partner_ids", "model", "res_id"} & vals.keys():
            self._refuse_outsiders()
        self._refuse_told_changes("tracking_value_ids" in vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if not self.env.su:
            self._refuse_to_change_record()

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name a message like its record only to who may read that: whoever reads a notification is told the name."""
        result = super()._compute_display_name()
        for message in self:
            message_sudo = message.sudo()
            if self.env.uid == SUPERUSER_ID or not message_sudo._is_about_suite():
                continue
            record = self.env[message_sudo.model].browse(message_sudo.res_id).with_user(self.env.user)
            if not record.exists() or not record.has_access("read"):
                message.display_name = self.env["ir.model"]._get(message_sudo.model).name
        return result

    def _is_of_now(self) -> bool:
        """Tell whether it bears the moment at which it is said, give or take what a clock differs."""
        return abs(self.date - fields.Datetime.now()) < SAID_WITHIN

    def _is_about_suite(self) -> bool:
        self.ensure_one()
        return self.env["mail.thread"]._is_of_suite(self.model)

    def _refuse_outsiders(self):
        """
        :raise ValidationError: a message draws somebody from outside into what is discussed inside
        """
        # Odoo's own route posts with elevated rights, once it has asked for those of whoever posts.
        if self.env.uid == SUPERUSER_ID:
            return
        for message_sudo in self.sudo():
            if not message_sudo._is_about_suite():
                continue
            record = self.env[message_sudo.model].browse(message_sudo.res_id)
            record._refuse_outsiders(message_sudo.partner_ids)
            if message_sudo.outgoing_email_to:
                raise ValidationError(
                    self.env._("Write to somebody outside from their contact: what is written here stays in the house.")
                )

    def _refuse_told_changes(self, tells: bool):
        # Whoever gets this far has the right to post; that the message tells of a change is looked at alone.
        if tells and not self.env.su and any(m._is_about_suite() for m in self.sudo()):
            raise AccessError(self.env._("What has changed is written down by the system alone."))

    def _refuse_other_author(self):
        """
        :raise AccessError: a message puts words into somebody else's mouth
        """
        if self.env.su:
            return
        own = self.env.user.partner_id
        # Whoever gets this far has the right to post or to change the message; who speaks in it is looked at alone.
        for message_sudo in self.sudo():
            if message_sudo._is_about_suite() and (
                message_sudo.author_id != own or not own._is_sender(message_sudo.email_from)
            ):
                raise AccessError(self.env._("Nobody writes here in the name of somebody else."))

    def _refuse_other_moment(self):
        """
        :raise AccessError: a message bears another moment than that at which it is said
        """
        if self.env.su:
            return
        # Whoever gets this far has the right to post or to change the message; its moment is looked at alone.
        if any(message_sudo._is_about_suite() and not message_sudo._is_of_now() for message_sudo in self.sudo()):
            raise AccessError(self.env._("What is said bears the moment at which it is said."))

    def _refuse_to_change_record(self):
        # Whoever gets this far has the right to change the message; whether it is kept is looked at alone.
        for message_sudo in self.sudo():
            by_suite = message_sudo.create_uid.id == SUPERUSER_ID or message_sudo.tracking_value_ids
            if message_sudo.message_type == "notification" and by_suite and message_sudo._is_about_suite():
                raise UserError(self.env._("What the launch has written down about itself is kept."))
