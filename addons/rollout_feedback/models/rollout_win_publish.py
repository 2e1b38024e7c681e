from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_list


class RolloutWin(models.Model):
    """Publication: in the program's channel and, if it has one, at the address of a chat program."""

    _inherit = "rollout.win"

    def action_publish(self):
        self._ensure_may_publish()
        self._wait_turn()
        for win in self.filtered(lambda win: win.state == "draft"):
            # The state is guarded against clients; who publishes has just been checked.
            win_sudo = win.sudo()
            win_sudo.write({"state": "published", "published_on": fields.Datetime.now()})
            win_sudo._post_message()
            win_sudo.env["rollout.webhook.delivery"]._queue(win_sudo)

    def action_withdraw(self):
        """Take a published win back: from the wall and the channel, and from a mail not yet sent."""
        self._ensure_may_publish()
        published = self.filtered(lambda win: win.state == "published")
        published._remove_message()
        # The state is guarded against clients; who withdraws has just been checked.
        published_sudo = published.sudo()
        self.env["rollout.webhook.delivery"].sudo().search(
            [("win_id", "in", published.ids), ("state", "!=", "done")]
        ).unlink()
        published_sudo.write({"state": "draft", "published_on": False})

    def _post_message(self):
        self.ensure_one()
        channel_sudo = self.program_id.sudo()._get_wins_channel()
        # Who publishes need not have joined the channel.
        self.sudo().message_id = channel_sudo.with_context(mail_create_nosubscribe=True).message_post(
            body=self._render_message(),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )

    def _refresh_message(self):
        # What stands in the channel follows the win, whoever corrects it.
        for win_sudo in self.sudo().filtered("message_id"):
            channel_sudo = win_sudo.program_id.channel_id
            if channel_sudo:
                channel_sudo._message_update_content(win_sudo.message_id, body=win_sudo._render_message())

    def _remove_message(self):
        self.check_access("write")
        # The message belongs to the win, and goes with it.
        self.sudo().message_id.unlink()

    def _in_company_language(self):
        # Everybody reads the same message: in the company's language.
        lang = self.company_id.sudo().partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _describe_thanks(self) -> str:
        """Say who is thanked, in the context's language; empty if nobody is."""
        names = self._get_thanked()
        return self.env._("Thanks to %s", format_list(self.env, names)) if names else ""

    def _render_message(self) -> Markup:
        """Return the win as the channel shows it: everything typed is text."""
        self.ensure_one()
        win = self._in_company_language()
        lines = [Markup("🎉 <b>%s</b>") % win.name]
        if win.text:
            lines.append(Markup("<br>").join(win.text.splitlines()))
        if thanks := win._describe_thanks():
            lines.append(Markup("<i>%s</i>") % thanks)
        return Markup("").join(Markup("<p>%s</p>") % line for line in lines)

    def _render_text(self) -> str:
        """Return the win as plain text, for chat programs."""
        self.ensure_one()
        win = self._in_company_language()
        head = f"{win.phase_id.name}: {win.name}" if win.phase_id else win.name
        return "\n".join(filter(None, [f"🎉 {head}", win.text, win._describe_thanks()]))
