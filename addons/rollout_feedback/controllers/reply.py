from odoo import http
from odoo.http import request

from odoo.addons.rollout_base.tools.visitor import as_text

from ..tools.reply_link import REPLY_LIMIT, read_reply
from .page import SHOW, TAKE, AnonymousPage

STAMP_SCOPE = "rollout_feedback.reply"
ROUTES = ["/rollout/reply", "/rollout/reply/<anything:secret>"]


class Reply(AnonymousPage, http.Controller):
    """What became of an answer, and what the team asks about it, for whoever holds its secret link.

    Nothing notes that the link was opened. A wrong link and one whose answer was purged look alike.
    """

    @http.route(ROUTES, **SHOW)
    def show_thread(self, secret="", **params):
        self._set_language(params.get("lang"))
        return self._render_thread(as_text(secret))

    @http.route(ROUTES, **TAKE)
    def take_reply(self, secret="", **params):
        """Seal a reply, which reaches the team with others on a later day."""
        secret = as_text(secret)
        switch = as_text(params.get("switch"))
        self._set_language(switch, params.get("lang"))
        text, error = read_reply(params.get("text"))
        if switch:
            return self._render_thread(secret, text)
        if not self._is_fresh(params.get("page"), secret, STAMP_SCOPE):
            error = "stale"
        if not error:
            error = self._seal_once(params.get("page"), secret, text)
        if error:
            return self._render_thread(secret, text, error, status=422)
        return self._render_thread(secret, sent=True)

    def _seal_once(self, stamp, secret, text) -> str | None:
        """Keep a reply unless this page has been sent with it before; returns why not, if so."""
        errors = []

        def seal():
            errors.append(request.env["rollout.sealed.reply"]._seal(secret, text))
            return not errors[0]

        return None if self._take_once(stamp, text, seal) else errors[0]

    def _render_thread(self, secret, typed="", error=None, status=200, sent=False):
        feedbacks = request.env["rollout.feedback"]
        thread = feedbacks._get_thread(secret)
        if not thread:
            return self._render("rollout_feedback.link_refused", {"comment": typed}, status=404)
        return self._render(
            "rollout_feedback.reply_page",
            {
                "thread": thread,
                "token": secret,
                "stamp": self._make_stamp(secret, STAMP_SCOPE),
                "typed": typed,
                "error": error and feedbacks._describe_reply_error(error),
                "reply_limit": REPLY_LIMIT,
                "sent": sent,
            },
            status,
        )
