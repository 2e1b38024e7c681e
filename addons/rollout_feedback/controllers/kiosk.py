from odoo import http
from odoo.http import request

from odoo.addons.rollout_base.tools.visitor import as_text
from odoo.addons.rollout_log.models.rollout_log_item import KINDS
from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT

from ..tools.answer import FIELDS, read_answer
from .page import SHOW, TAKE, AnonymousPage

KIOSK_FIELDS = ("mood", "comment", "kind")
# The page returns to the form by itself: whoever comes next sees nothing of the one before.
RESET_SECONDS = 20
ROUTES = ["/rollout/kiosk", "/rollout/kiosk/<anything:token>"]
STAMP_SCOPE = "rollout_feedback.kiosk"


class Kiosk(AnonymousPage, http.Controller):
    """The page behind the code on the poster: a tap, a few words, and the next person."""

    @http.route(ROUTES, **SHOW)
    def show_kiosk(self, token="", **params):
        token = as_text(token)
        self._set_language(params.get("lang"))
        phase = request.env["rollout.phase"]._find_kiosk(token)
        return self._render_kiosk(phase, token) if phase else self._refuse()

    @http.route(ROUTES, **TAKE)
    def take_note(self, token="", **params):
        """Seal what was sent."""
        token = as_text(token)
        self._set_language(params.get("lang"))
        phase = request.env["rollout.phase"]._find_kiosk(token)
        if not phase:
            return self._refuse()
        reading = read_answer({name: params.get(name) for name in KIOSK_FIELDS}, [kind for kind, _label in KINDS])
        errors = reading.errors
        if not self._is_fresh(params.get("page"), token, STAMP_SCOPE):
            errors = {"form": "stale"}
        elif not errors and not reading.answer.keys() - {"kind"}:
            errors = {"form": "empty"}
        sentences = request.env["rollout.wave"]._describe_form_errors(errors)
        if not errors and not self._take_once(
            params.get("page"), reading.answer, lambda: phase._seal_kiosk_note(reading.answer)
        ):
            sentences = {
                "form": request.env._("The box is full for today. Please tell a champion, or try again tomorrow.")
            }
        if sentences:
            return self._render_kiosk(phase, token, reading.typed, sentences, status=422)
        path = f"/rollout/kiosk/{token}?lang={request.env.lang}"
        values = {"languages": [], "path": path, "refresh": f"{RESET_SECONDS}; url={path}"}
        return self._render("rollout_feedback.kiosk_thanks", values)

    def _render_kiosk(self, phase, token, typed=None, sentences=None, status=200):
        sentences = sentences or {}
        values = {
            "company_name": phase.company_id.name,
            "department_name": phase.department_id.name,
            "promise": phase._describe_kiosk_promise(),
            "token": token,
            "stamp": self._make_stamp(token, STAMP_SCOPE),
            "typed": typed or dict.fromkeys(FIELDS, ""),
            "errors": sentences,
            "first_error": next(iter(sentences.values()), None),
            "comment_limit": COMMENT_LIMIT,
            **request.env["rollout.wave"]._get_form_choices(),
        }
        return self._render("rollout_feedback.kiosk_page", values, status)

    def _refuse(self):
        return self._render("rollout_feedback.kiosk_refused", {}, status=404)
