from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from odoo import fields
from odoo.http import request
from odoo.tools import hmac

from odoo.addons.rollout_base.controllers import public_page
from odoo.addons.rollout_base.tools import access_log
from odoo.addons.rollout_base.tools.visitor import as_text

from ..tools.language import choose_language
from ..tools.page_stamp import is_fresh, make_stamp, read_key

access_log.hide("feedback", "reply", "heard", "kiosk")


def _read(name):
    """Return a file as it goes into the page, and how a Content-Security-Policy allows it and nothing else."""
    text = (Path(__file__).parent.parent / "static" / "src" / name).read_text(encoding="utf-8")
    return Markup(text), f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# Our own files, not something typed.
STYLE, _ALLOWED_STYLE = _read("form.css")
SCRIPT, _ALLOWED_SCRIPT = _read("form.js")
# Far more than the fields take, so that a long text comes back with a clear word instead of an error.
MAX_BODY = 4 * 1024 * 1024
# Nobody in particular asks, also where somebody is logged in.
SHOW = {**public_page.SHOW, "anonymous": True}
# The stamp of the page stands for a CSRF token.
TAKE = {**public_page.TAKE, "anonymous": True, "max_content_length": MAX_BODY}


class AnonymousPage(public_page.PublicPage):
    """What the pages for staff without a login have in common: they load, store and remember nothing."""

    # The page loads nothing from anywhere: no file of scripts, no picture, no font, not even an icon, so that no
    # other line of an access log tells when somebody answered.
    _headers = public_page.make_headers(
        f"style-src {_ALLOWED_STYLE}; script-src {_ALLOWED_SCRIPT}; connect-src 'self'; img-src data:"
    )

    def _render(self, template, values, status=200):
        languages = request.env["res.lang"].get_installed()
        values = {
            "style": STYLE,
            "script": SCRIPT,
            "languages": [(code, name.rpartition(" / ")[2]) for code, name in languages],
            **values,
        }
        return super()._render(template, values, status)

    def refuse_size(self):
        """Return the page for a body that is larger than any form, or in more parts."""
        return self._render("rollout_feedback.form_too_large", {}, status=413)

    def _set_language(self, *wishes):
        """Take the language of the page that was sent, or the one that was asked for on it."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        if lang := choose_language([as_text(wish) for wish in wishes], installed):
            request.update_context(lang=lang)

    def _make_stamp(self, token, scope):
        return make_stamp(token, self._get_hour(), self._get_signer(scope))

    def _is_fresh(self, stamp, token, scope):
        return is_fresh(as_text(stamp), token, self._get_hour(), self._get_signer(scope))

    def _take_once(self, stamp, content, take: Callable) -> bool:
        """Call ``take``, unless this very page was sent with this content before.

        Two at the same moment meet in ``rollout.sending``; the second is begun anew and finds the first.

        :param stamp: of the page, as it was sent
        :param content: what was read from it
        :param take: tells whether the content was taken
        :return: whether it is taken, now or before
        """
        sendings, key = request.env["rollout.sending"], read_key(as_text(stamp))
        return sendings._is_known_page(key, content) or (take() and sendings._note_page(key, content))

    @staticmethod
    def _get_hour():
        return (fields.Datetime.now() - datetime(1970, 1, 1)) // timedelta(hours=1)

    @staticmethod
    def _get_signer(scope):
        # The signing key is a system parameter.
        return lambda message: hmac(request.env(su=True), scope, message)
