from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from odoo import fields
from odoo.http import request
from odoo.tools import hmac

from ..tools import access_log
from ..tools.answer import as_text
from ..tools.language import choose_language
from ..tools.page_stamp import is_fresh, make_stamp

access_log.install()


def _read(name):
    """Return a file as it goes into the page, and how a Content-Security-Policy allows it and nothing else."""
    text = (Path(__file__).parent.parent / "static" / "src" / name).read_text(encoding="utf-8")
    return Markup(text), f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# Our own files, not something typed. The page loads nothing from anywhere: no script, no picture, no font,
# not even an icon, so that no other line of an access log tells when somebody answered.
STYLE, _ALLOWED_STYLE = _read("form.css")
SCRIPT, _ALLOWED_SCRIPT = _read("form.js")
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src {_ALLOWED_STYLE}; script-src {_ALLOWED_SCRIPT}; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
]
# Far more than the fields take, so that a long text comes back with a clear word instead of an error.
MAX_BODY = 4 * 1024 * 1024
# The options of the routes: nobody in particular asks, and nothing is remembered.
_ANONYMOUS = {"type": "http", "auth": "public", "anonymous": True, "save_session": False, "sitemap": False}
SHOW = {**_ANONYMOUS, "methods": ["GET"], "readonly": True}
# The stamp of the page stands for a CSRF token, which needs a session.
TAKE = {**_ANONYMOUS, "methods": ["POST"], "csrf": False, "max_content_length": MAX_BODY}


class AnonymousPage:
    """What the pages for staff without a login have in common: they load, store and remember nothing.

    No controller itself: Odoo takes controllers that inherit from one as a single extended one.
    """

    def _render(self, template, values, status=200):
        env = request.env
        languages = env["res.lang"].get_installed()
        values = {
            "style": STYLE,
            "script": SCRIPT,
            "lang": env.lang,
            "lang_html": env.lang.replace("_", "-"),
            "direction": env["res.lang"]._get_data(code=env.lang).direction,
            "languages": [(code, name.rpartition(" / ")[2]) for code, name in languages],
            **values,
        }
        # The visitor may not read views; the templates show nothing but the values above, and so need
        # no user and company, which would have to be read.
        page = env["ir.qweb"].sudo()._render(template, values, minimal_qcontext=True)
        return request.make_response(page, headers=HEADERS, status=status)

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

    @staticmethod
    def _get_hour():
        return (fields.Datetime.now() - datetime(1970, 1, 1)) // timedelta(hours=1)

    @staticmethod
    def _get_signer(scope):
        # The signing key is a system parameter.
        return lambda message: hmac(request.env(su=True), scope, message)
