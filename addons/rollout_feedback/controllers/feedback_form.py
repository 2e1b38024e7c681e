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
from ..tools.answer import COMMENT_LIMIT, FIELDS, NAME_LIMIT, SCALE, read_answer
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
        self._set_language(params.get("lang"))
        waves = request.env["rollout.wave"]
        wave = waves._find_open(token)
        if not wave:
            return self._refuse()
        reading = read_answer(params, [kind for kind, _label in KINDS])
        if not is_fresh(str(params.get("page", "")), token, self._get_hour(), self._sign):
            return self._render_form(wave, token, reading.typed, {"form": "stale"}, status=422)
        if reading.errors:
            return self._render_form(wave, token, reading.typed, reading.errors, status=422)
        if not waves._seal_answer(token, reading.answer):
            return self._refuse()
        return self._render("rollout_feedback.form_thanks", {})

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
        sentences = self._describe_errors(errors or {})
        values = {
            "company_name": wave["company_name"],
            "promise": request.env["rollout.wave"]._describe_promise(wave["minimum_group"]),
            "token": token,
            "stamp": make_stamp(token, self._get_hour(), self._sign),
            "typed": typed or dict.fromkeys(FIELDS, ""),
            "errors": sentences,
            "first_error": next(iter(sentences.values()), None),
            "comment_limit": COMMENT_LIMIT,
            "name_limit": NAME_LIMIT,
            **self._get_choices(),
        }
        return self._render("rollout_feedback.form_page", values, status)

    def _refuse(self):
        return self._render("rollout_feedback.form_refused", {}, status=404)

    def _render(self, template, values, status=200):
        env = request.env
        languages = env["res.lang"].get_installed()
        values = {
            **values,
            "style": Markup(STYLE),  # our own file, not something typed
            "lang": env.lang,
            "lang_html": env.lang.replace("_", "-"),
            "direction": env["res.lang"]._get_data(code=env.lang).direction,
            "languages": [(code, name.rpartition(" / ")[2]) for code, name in languages],
        }
        # The visitor may not read views; the templates show nothing but the values above.
        page = env["ir.qweb"].sudo()._render(template, values)
        return request.make_response(page, headers=HEADERS, status=status)

    def _set_language(self, wanted):
        """Take the language of the link, else one that the browser asks for."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        accepted = request.httprequest.accept_languages.values()
        wishes = [wanted or "", *(value.replace("-", "_") for value in accepted)]
        for wish in wishes:
            prefix = wish.partition("_")[0]
            near = [code for code in installed if prefix and code.partition("_")[0] == prefix]
            if near:
                request.update_context(lang=wish if wish in near else near[0])
                return

    @staticmethod
    def _get_hour():
        return (fields.Datetime.now() - datetime(1970, 1, 1)) // timedelta(hours=1)

    @staticmethod
    def _sign(message):
        # The signing key is a system parameter.
        return hmac(request.env(su=True), STAMP_SCOPE, message)

    @staticmethod
    def _get_choices():
        _ = request.env._
        return {
            "moods": zip(SCALE, [_("Very bad"), _("Bad"), _("So-so"), _("Good"), _("Very good")], strict=True),
            "workloads": zip(
                SCALE,
                [_("Very light"), _("Light"), _("Just right"), _("Heavy"), _("Too much")],
                strict=True,
            ),
            "kinds": {
                "issue": _("Something doesn't work"),
                "confusion": _("I don't understand how to do something"),
                "frustration": _("Something annoys me"),
                "request": _("I wish for something"),
                "forgotten_workflow": _("A task of ours was forgotten"),
                "process_gap": _("It isn't clear who does what"),
            }.items(),
        }

    @staticmethod
    def _describe_errors(errors):
        """Turn the reasons of ``tools/answer.py`` into sentences, by field."""
        _ = request.env._
        sentences = {
            "choice": _("Please choose one of the answers offered."),
            "number": _("Please write the hours as a number between 0 and 168, such as 2.5."),
            "long": _("This text is too long. Please shorten it a little."),
            "empty": _("Nothing is filled in yet. One answer is enough."),
            "stale": _(
                "This page has been open for a long time. What you typed is still here: please "
                "check it and send it again."
            ),
        }
        return {field: sentences[reason] for field, reason in errors.items()}
