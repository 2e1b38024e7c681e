from base64 import b64encode

import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import hmac

from odoo.addons.rollout_log.tools.summary import summarize

from ..tools import kiosk_token

TOKEN_SCOPE = "rollout_feedback.kiosk"
# More than a department says in a day; whoever presses a button in a loop fills no more than this.
NOTE_LIMIT = 200
TAP_LIMIT = 1000


class RolloutPhase(models.Model):
    """The poster on the wall: a code that opens a short form on anybody's phone."""

    _inherit = "rollout.phase"

    kiosk_number = fields.Integer(
        "Poster",
        readonly=True,
        copy=False,
        help="Zero until the poster is printed. Withdrawing it makes all copies worthless.",
        aggregator=None,
    )

    def action_print_kiosk_poster(self):
        """Return the poster to print; the first one opens the page that it leads to."""
        self._ensure_kiosk_lead()
        self._wait_turn()
        for phase in self.filtered(lambda phase: not phase.kiosk_number):
            # Only this button may set it; `_ensure_kiosk_lead` has checked the right.
            phase.sudo().kiosk_number = 1
        return self.env.ref("rollout_feedback.action_report_kiosk_poster").report_action(self)

    def action_withdraw_kiosk_poster(self):
        """Make every copy of the poster worthless; the next one that is printed leads elsewhere."""
        self._ensure_kiosk_lead()
        self._wait_turn()
        for phase in self:
            if not phase.kiosk_number:
                raise UserError(self.env._("“%s” has no poster yet.", phase.display_name))
            # Only this button may set it; `_ensure_kiosk_lead` has checked the right.
            phase.sudo().kiosk_number += 1

    def _ensure_kiosk_lead(self):
        if not (self.env.su or self.env.user.has_group("rollout_phase.group_rollout_lead")):
            raise AccessError(self.env._("Only a rollout lead may print or withdraw a poster."))
        self.check_access("write")

    @api.model
    def _sign_kiosk(self, body: bytes) -> bytes:
        # The signing key is a system parameter.
        return bytes.fromhex(hmac(self.env(su=True), TOKEN_SCOPE, body.hex()))

    def _get_kiosk_url(self) -> str:
        """Return the address on the poster."""
        self.ensure_one()
        token = kiosk_token.issue(self.id, self.kiosk_number, self._sign_kiosk)
        return f"{self.get_base_url()}/rollout/kiosk/{token}"

    def _get_kiosk_code(self) -> str:
        """Return the poster's QR code as a picture in a data URI."""
        # Made here, not by core's route for codes: its address would hold the token.
        code = qrcode.make(self._get_kiosk_url(), image_factory=SvgPathImage, border=2)
        return f"data:image/svg+xml;base64,{b64encode(code.to_string()).decode()}"

    @api.model
    def _find_kiosk(self, token: str):
        """Return the phase whose present poster bears ``token``; empty if there is none in launch.

        The visitor is nobody: what is returned may be read without rights.
        """
        phase_id = kiosk_token.claimed_phase(token)
        phase_sudo = self.sudo().browse(phase_id or []).exists()
        if (
            not phase_sudo
            or not phase_sudo.active
            or not phase_sudo.is_in_launch
            or not kiosk_token.is_valid(token, phase_sudo.id, phase_sudo.kiosk_number, self._sign_kiosk)
        ):
            return self.browse()
        return phase_sudo

    def _seal_kiosk_note(self, answer: dict) -> bool:
        """Take in what was sent from the poster's page.

        :param answer: any of ``mood``, ``comment`` and ``kind``, as read by ``tools/answer.py``
        :return: False if too much of this phase waits already
        """
        self.ensure_one()
        sealed = self.env["rollout.sealed.note"]
        has_comment = "comment" in answer
        if (has_comment and sealed._count(self.id, is_tap=False) >= NOTE_LIMIT) or (
            "mood" in answer and sealed._count(self.id, is_tap=True) >= TAP_LIMIT
        ):
            return False
        # What was tapped and what was written are parted here: nothing ties them together again.
        if "mood" in answer:
            sealed._seal(self.program_id, self.id, {"mood": answer["mood"]}, is_tap=True)
        if has_comment:
            sealed._seal(
                self.program_id,
                self.id,
                {
                    "summary": summarize(answer["comment"]),
                    "description": answer["comment"],
                    "kind": answer.get("kind", "issue"),
                    "source": "kiosk",
                },
            )
        return True

    def _describe_kiosk_promise(self) -> str:
        """Say what is promised to those who use the poster."""
        self.ensure_one()
        return self.env._(
            "Nobody asks who you are. Messages are opened at night, together and in random order, and the "
            "department is named only where at least %s messages came from it.",
            self.program_id.feedback_minimum_group,
        )
