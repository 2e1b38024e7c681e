from odoo import http
from odoo.http import request


class Note(http.Controller):
    """Notes from the button in Odoo. The path is one whose lines in the access log say nothing."""

    @http.route("/rollout/feedback/note", type="jsonrpc", auth="user", methods=["POST"])
    def send_note(self, note=None):
        """Take in a note of the person who is logged in.

        :param note: see ``rollout.program._take_note``
        :return: ``{"error": sentence}`` or ``{"thanks": sentence}``
        """
        # In a transaction of its own: that of the request may hold the row in which Odoo notes whose
        # session is active, and rows of one transaction bear the same number in the database.
        with request.env.registry.cursor() as cr:
            env = request.env(cr=cr)
            return env["rollout.program"]._take_note(env.user, note if isinstance(note, dict) else {})
