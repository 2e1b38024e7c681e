from odoo import http
from odoo.http import request


class Note(http.Controller):
    """Notes from the button in Odoo. The path is one whose lines in the access log say nothing."""

    @http.route("/rollout/feedback/note", type="jsonrpc", auth="user", methods=["POST"])
    def send_note(self, note):
        """Take in a note of the person who is logged in.

        :param note: see ``rollout.program._take_note``
        :return: ``{"error": sentence}`` or ``{"thanks": sentence}``
        """
        return request.env["rollout.program"]._take_note(request.env.user, note)
