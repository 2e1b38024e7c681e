from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import plaintext2html


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _post_on_record(self, text: str, **options):
        """Write down, in the user's name and for good, what they or the suite have just decided.

        :param text: plain text
        :param options: as for ``message_post``
        """
        self.ensure_one()
        # Told from what people post by who made it, which no client can say: see mail.message.
        record_sudo = self._on_record().with_user(SUPERUSER_ID)
        return record_sudo.message_post(body=plaintext2html(text), author_id=self.env.user.partner_id.id, **options)

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        # What comes in by mail is written with elevated rights, in the name of whoever the mail says it is from: that
        # is for the mail server to hand in, with an administrator's login, and for nobody else.
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(self.env._("Only an administrator's login hands in mails."))
        gateway = super(MailThread, self.with_user(SUPERUSER_ID))
        return gateway.message_process(model, message, custom_values, save_original, strip_attachments, thread_id)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # Whoever follows a record of the suite reads all that its team will write there.
        if not self.env.su and self._is_of_suite(self._name):
            self._refuse_outsiders(self.env["res.partner"].browse(partner_ids or ()))
        return super().message_subscribe(partner_ids, subtype_ids)

    @api.model
    def _is_of_suite(self, model: str | None) -> bool:
        return model in self.env and isinstance(self.env[model], self.env.registry["rollout.guarded.mixin"])
