from datetime import timedelta

from odoo.tests import tagged

from .common_portal import PartnerPortalCase


@tagged("post_install", "-at_install")
class TestSentOnce(PartnerPortalCase):
    """What the partner says twice in the same words within minutes is said once."""

    def test_portal(self):
        said = {"body": "We look at it", "proposal": "training"}
        answers = [self._comment(self.raw, **said) for _time in range(2)]
        self.assertEqual(answers[1].headers["Location"], answers[0].headers["Location"])
        self.assertEqual(len(self.raw.partner_comment_ids), 1)
        notes = self.raw.message_ids.filtered(lambda message: "We look at it" in (message.body or ""))
        self.assertEqual(len(notes), 1)
        self._comment(self.raw, body="We look at it")
        self._comment(self.raw, body="We looked at it", proposal="training")
        self._comment(self.shared, **said)
        self.assertEqual(len(self.raw.partner_comment_ids), 3, "other words, or another proposal")
        self.assertEqual(len(self.shared.partner_comment_ids), 1, "another item")
        self.clock.move_to(self.NOW + timedelta(days=1))
        self._comment(self.raw, **said)
        self.assertEqual(len(self.raw.partner_comment_ids), 4, "a day later it is said again")

    def test_refused_first_and_then_taken(self):
        self._comment(self.raw, status=200, body=" ")
        self._comment(self.raw, body="Now")
        self.assertEqual(self.raw.partner_comment_ids.body, "Now")
