from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import request
from odoo.tools import hmac

from ..models.rollout_feedback import KINDS
from ..tools import access_log
from ..tools.answer import COMMENT_LIMIT, FIELDS, NAME_LIMIT, as_text, read_answer
from ..tools.language import choose_language
from ..tools.page_stamp import is_fresh, make_stamp

access_log.install()

STYLE = (Path(__file__).parent.parent / "static/src/form.css").read_text(encoding="utf-8")
STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
# The page loads nothing from anywhere: no script, no picture, no font, not even an icon, so that no
# other line of an access log tells when somebody answered.
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
]
STAMP_SCOPE = "rollout_feedback.page"
# Far more than the fields take, so that a long text comes back with a clear word instead of an error.
MAX_BODY = 4 * 1024 * 1024


class FeedbackForm(http.Controller):
    """The weekly form: a token opens it, a POST seals an answer, and nothing else is kept.

    As in core's surveys, a token leads to its wave, the wave to a verdict, the verdict to a page.
    Wrong, expired and used tokens lead to the same page.
    """

    @http.route(
        ["/rollout/feedback", "/rollout/feedback/<path:token>"],
        type="http",
        auth="public",
        anonymous=True,
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def show_form(self, token="", **params):
        self._set_language(params.get("lang"))
        wave = request.env["rollout.wave"]._find_open(token)
        if not wave:
            return self._refuse()
        return self._render_form(wave, token)

    @http.route(
        ["/rollout/feedback", "/rollout/feedback/<path:token>"],
        type="http",
        auth="public",
        anonymous=True,
        methods=["POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=MAX_BODY,
    )
    def take_answer(self, token="", **params):
        """Seal an answer. The stamp of the page stands for a CSRF token, which needs a session."""
        token = as_text(token)
        self._set_language(params.get("lang"))
        waves = request.env["rollout.wave"]
        reading = read_answer(params, [kind for kind, _label in KINDS])
        errors = reading.errors
        if not is_fresh(as_text(params.get("page")), token, self._get_hour(), self._sign):
            errors = {"form": "stale"}
        if errors:
            wave = waves._find_open(token)
            return self._render_form(wave, token, reading.typed, errors, status=422) if wave else self._refuse()
        if not waves._seal_answer(token, reading.answer):
            return self._refuse()
        return self._render("rollout_feedback.form_thanks", {"languages": []})

    @http.route(
        "/rollout/feedback/preview/<int:program_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def preview_form(self, program_id, **params):
        """Show the form to a rollout lead; it can't be sent."""
        program = request.env["rollout.program"].search([("id", "=", program_id)])
        if not program or not request.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise NotFound()
        self._set_language(params.get("lang") or request.env.lang)
        wave = {
            "company_name": program.company_id.name,
            "minimum_group": program.feedback_minimum_group,
        }
        return self._render_form(wave, token="")

    def _render_form(self, wave, token, typed=None, errors=None, status=200):
        """Return the page with the form; without a token it is a preview."""
        waves = request.env["rollout.wave"]
        sentences = waves._describe_form_errors(errors or {})
        values = {
            "company_name": wave["company_name"],
            "promise": waves._describe_promise(wave["minimum_group"]),
            "token": token,
            "stamp": make_stamp(token, self._get_hour(), self._sign),
            "typed": typed or dict.fromkeys(FIELDS, ""),
            "errors": sentences,
            "first_error": next(iter(sentences.values()), None),
            "comment_limit": COMMENT_LIMIT,
            "name_limit": NAME_LIMIT,
            **waves._get_form_choices(),
        }
        return self._render("rollout_feedback.form_page", values, status)

    def _refuse(self):
        return self._render("rollout_feedback.form_refused", {}, status=404)

    def _render(self, template, values, status=200):
        env = request.env
        languages = env["res.lang"].get_installed()
        values = {
            "style": Markup(STYLE),  # our own file, not something typed
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

    def _set_language(self, wanted):
        """Take the language of the page that was sent."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        if lang := choose_language([as_text(wanted)], installed):
            request.update_context(lang=lang)

    @staticmethod
    def _get_hour():
        return (fields.Datetime.now() - datetime(1970, 1, 1)) // timedelta(hours=1)

    @staticmethod
    def _sign(message):
        # The signing key is a system parameter.
        return hmac(request.env(su=True), STAMP_SCOPE, message)
