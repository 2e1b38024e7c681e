from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.rollout_base.tools.visitor import as_text
from odoo.addons.rollout_log.models.rollout_log_item import KINDS

from ..tools.answer import read_answer
from ..tools.link_token import digest
from ..tools.page_stamp import read_key
from ..tools.reply_link import make_reply_secret
from .page import SHOW, TAKE, AnonymousPage

STAMP_SCOPE = "rollout_feedback.page"
REPLY_SCOPE = "rollout_feedback.reply_secret"
ROUTES = ["/rollout/feedback", "/rollout/feedback/<anything:token>"]
# What the page of thanks shows: a glance, the rest is behind its link.
HEARD_LIMIT = 3


class FeedbackForm(AnonymousPage, http.Controller):
    """The weekly form: a token opens it, a POST seals an answer, and nothing else is kept.

    As in core's surveys, a token leads to its wave, the wave to a verdict, the verdict to a page.
    Wrong, expired and used tokens lead to the same page.
    """

    @http.route(ROUTES, **SHOW)
    def show_form(self, token="", **params):
        self._set_language(params.get("lang"))
        token = as_text(token)
        wave = request.env["rollout.wave"]._find_open(token)
        if not wave:
            return self._refuse()
        return self._render_form(wave, token)

    @http.route(ROUTES, **TAKE)
    def take_answer(self, token="", **params):
        """Seal an answer."""
        token = as_text(token)
        switch = as_text(params.get("switch"))
        self._set_language(switch, params.get("lang"))
        waves = request.env["rollout.wave"]
        reading = read_answer(params, [kind for kind, _label in KINDS])
        if switch:
            # Only the language is changed: whatever was typed is shown again, right or wrong.
            return self._show_again(token, reading, {}, status=200)
        errors = reading.errors
        if not self._is_fresh(params.get("page"), token, STAMP_SCOPE):
            errors = {"form": "stale"}
        if errors:
            return self._show_again(token, reading, errors, status=422)
        page, content = read_key(as_text(params.get("page"))), dict(reading.answer)
        secret = self._make_reply_secret(page, content) if "comment" in content else None
        if secret:
            reading.answer["reply_digest"] = digest(secret)
        sendings = request.env["rollout.sending"]
        wave = waves._seal_answer(token, reading.answer, sendings._digest_page(page, content))
        if not wave and sendings._is_known_page(page, content):
            # Sent twice: the second page, which is what the person sees, is as the first was.
            wave = waves._find_answered(token)
        if not wave:
            return self._refuse(reading.typed["comment"])
        return self._thank(wave, secret)

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

    def _show_again(self, token, reading, errors, status):
        wave = request.env["rollout.wave"]._find_open(token)
        if not wave:
            return self._refuse(reading.typed["comment"])
        return self._render_form(wave, token, reading.typed, errors, status)

    def _render_form(self, wave, token, typed=None, errors=None, status=200):
        """Return the page with the form; without a token it is a preview."""
        waves = request.env["rollout.wave"]
        sentences = waves._describe_form_errors(errors) if errors else {}
        values = {
            "company_name": wave["company_name"],
            "promise": waves._describe_promise(wave["minimum_group"]),
            "token": token,
            "stamp": self._make_stamp(token, STAMP_SCOPE),
            "questions": waves._render_questions(typed, sentences) if typed else waves._render_blank_questions(),
            "first_error": next(iter(sentences.values()), None),
        }
        return self._render("rollout_feedback.form_page", values, status)

    def _make_reply_secret(self, page, content):
        return make_reply_secret(bytes.fromhex(self._get_signer(REPLY_SCOPE)(f"{page}\n{content!r}")))

    def _refuse(self, comment=""):
        """Return the page of a link that opens nothing, with what was written: it must not be lost."""
        return self._render("rollout_feedback.form_refused", {"comment": comment}, status=404)

    def _thank(self, wave, secret):
        """Return the page of thanks: what became of earlier answers, and the link to this one's."""
        # The program's public face, as on the page that its address opens.
        program_sudo = request.env["rollout.program"].sudo().browse(wave["program_id"])
        reply_url = secret and f"{program_sudo.get_base_url()}/rollout/reply/{secret}?lang={request.env.lang}"
        return self._render(
            "rollout_feedback.form_thanks",
            {
                "languages": [],
                "reply_url": reply_url,
                **program_sudo._prepare_heard_page(HEARD_LIMIT),
                "heard_url": f"{program_sudo._make_heard_url(wave['page_token'])}?lang={request.env.lang}",
            },
        )
