import re

from odoo.http import Controller, request, route

from odoo.addons.rollout_base.controllers.public_page import SHOW, make_headers
from odoo.addons.rollout_base.tools import access_log
from odoo.addons.rollout_base.tools.reader_dates import format_date

access_log.hide("expectations")

TOKEN = re.compile(r"[0-9a-f]{32}")
# The text is written in Odoo's editor, which styles parts of it and keeps pictures here; none come from elsewhere.
HEADERS = make_headers("style-src 'self' 'unsafe-inline'; img-src 'self' data:")


class Expectations(Controller):
    @route("/rollout/expectations/<string:token>", **SHOW)
    def expectations(self, token, **_kwargs):
        """Show a program's expectations to whoever has its address; a wrong address is not found."""
        if not TOKEN.fullmatch(token):
            raise request.not_found()
        # The address is the key: it opens this one page of this one program.
        program_sudo = request.env["rollout.program"].sudo().search([("page_token", "=", token)], limit=1)
        if not program_sudo:
            raise request.not_found()
        response = request.render(
            "rollout_phase.expectations_page",
            {
                "program": program_sudo,
                "signature": program_sudo.signature_id,
                "signed_on": format_date(request.env, program_sudo.signature_id.signed_on),
            },
        )
        response.headers.update(HEADERS)
        return response
