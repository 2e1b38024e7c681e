import re

from odoo import http
from odoo.http import request

from odoo.addons.rollout_base.tools.visitor import as_text

from .page import SHOW, AnonymousPage

TOKEN = re.compile(r"[0-9a-f]{32}")
LIMIT = 50


class Heard(AnonymousPage, http.Controller):
    @http.route(["/rollout/heard", "/rollout/heard/<anything:token>"], **SHOW)
    def show_heard(self, token="", **params):
        """Show whoever has its address what a program heard from its staff, and did."""
        self._set_language(params.get("lang"))
        token = as_text(token)
        program_sudo = request.env["rollout.program"].sudo()
        if TOKEN.fullmatch(token):
            # The address is the key: it opens this one page of this one program.
            program_sudo = program_sudo.search([("page_token", "=", token)], limit=1)
        if not program_sudo:
            return self._render("rollout_feedback.link_refused", {}, status=404)
        return self._render(
            "rollout_feedback.heard_page",
            {
                "company_name": program_sudo.company_id.name,
                **program_sudo._prepare_heard_page(LIMIT),
            },
        )
