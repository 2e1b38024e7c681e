from odoo import http
from odoo.http import request

from odoo.addons.rollout_base.controllers.public_page import SHOW, TAKE, PublicPage
from odoo.addons.rollout_base.tools import access_log
from odoo.addons.rollout_base.tools.visitor import as_text

access_log.hide("digest")

ROUTES = ["/rollout/digest", "/rollout/digest/<path:token>"]
# Far more than a mail program or the page's buttons send.
MAX_BODY = 64 * 1024


class Unsubscribe(PublicPage, http.Controller):
    """The page behind the link in each digest, for readers with and without a login."""

    @http.route(ROUTES, **SHOW)
    def show_digest_choice(self, token="", **_params):
        """Show what a reader may choose. Mail scanners open links: nothing changes by looking at it."""
        claim = request.env["rollout.digest.optout"]._find_claim(as_text(token))
        return self._render_choice(claim, token) if claim else self._refuse()

    @http.route(ROUTES, **TAKE, max_content_length=MAX_BODY)
    def change_digest_choice(self, token="", **params):
        """End the digest at once, as mail programs ask for (RFC 8058), or take it up again.

        The link is a secret of its reader, and stands for a CSRF token: a mail provider has no session.
        """
        optouts = request.env["rollout.digest.optout"]
        claim = optouts._find_claim(as_text(token))
        if not claim:
            return self._refuse()
        if params.get("choice") == "resume":
            optouts._resubscribe(claim)
        else:
            optouts._unsubscribe(claim)
        return self._render_choice(claim, token)

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
        if lang := program_sudo._find_reader(*claim[1:]).lang:
            request.update_context(lang=lang)
        return self._render("rollout_digest.unsubscribe_page", values)

    def _refuse(self):
        return self._render("rollout_digest.unsubscribe_refused", {}, status=404)
