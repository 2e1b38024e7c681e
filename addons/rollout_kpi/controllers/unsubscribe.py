from odoo import http
from odoo.http import request

HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
]
ROUTES = ["/rollout/digest", "/rollout/digest/<path:token>"]
# Far more than a mail program or the page's buttons send.
MAX_BODY = 64 * 1024


class Unsubscribe(http.Controller):
    """The page behind the link in each digest, for readers with and without a login."""

    @http.route(ROUTES, type="http", auth="public", methods=["GET"], readonly=True, save_session=False, sitemap=False)
    def show_digest_choice(self, token="", **_params):
        """Show what a reader may choose. Mail scanners open links: nothing changes by looking at it."""
        claim = request.env["rollout.digest.optout"]._find_claim(self._as_text(token))
        return self._render_choice(claim, token) if claim else self._refuse()

    @http.route(
        ROUTES,
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=MAX_BODY,
    )
    def change_digest_choice(self, token="", **params):
        """End the digest at once, as mail programs ask for (RFC 8058), or take it up again.

        The link is a secret of its reader, and stands for a CSRF token: a mail provider has no session.
        """
        optouts = request.env["rollout.digest.optout"]
        claim = optouts._find_claim(self._as_text(token))
        if not claim:
            return self._refuse()
        if params.get("choice") == "resume":
            optouts._resubscribe(claim)
        else:
            optouts._unsubscribe(claim)
        return self._render_choice(claim, token)

    @staticmethod
    def _as_text(value) -> str:
        return value if isinstance(value, str) else ""

    def _render_choice(self, claim, token):
        # The page says no more than the reader's own mails, in the reader's language.
        program_sudo = request.env["rollout.program"].sudo().browse(claim.program_id)
        optouts_sudo = request.env["rollout.digest.optout"].sudo()
        values = {
            "program_name": program_sudo.name,
            "company_name": program_sudo.company_id.name,
            "stopped": optouts_sudo.search_count(optouts_sudo._get_claim_domain(claim), limit=1),
            "path": f"/rollout/digest/{token}",
        }
        return self._render("rollout_kpi.unsubscribe_page", values, program_sudo._find_reader(*claim[1:]).lang)

    def _refuse(self):
        return self._render("rollout_kpi.unsubscribe_refused", {}, request.env.lang, status=404)

    @staticmethod
    def _render(template, values, lang, status=200):
        if lang:
            request.update_context(lang=lang)
        lang = request.env.lang or "en_US"
        values = {
            **values,
            "lang_html": lang.replace("_", "-"),
            "direction": request.env["res.lang"]._get_data(code=lang).direction or "ltr",
        }
        # The visitor may not read views; the templates show nothing but the values above.
        page = request.env["ir.qweb"].sudo()._render(template, values, minimal_qcontext=True)
        return request.make_response(f"<!DOCTYPE html>\n{page}", headers=HEADERS, status=status)
