from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_base.tests.pure import RELAXED
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools import answer, kiosk_token, link_token, note, reply_link, screen
from ..tools.notes import plan_notes
from .test_release_plan import MINIMUMS

PHASES = [1, 2, 3, 4]
NOTES = st.lists(
    st.builds(LogEntry, phase_id=st.sampled_from([None, *PHASES]), summary=st.text(max_size=3)), max_size=30
)
STAFF = st.dictionaries(st.sampled_from(PHASES), st.integers(0, 12))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@tagged("post_install", "-at_install")
class TestNoteInput(BaseCase):
    """What comes in beside the weekly form: none of it is lost, none names a small group or leads to a person."""

    @RELAXED
    @given(NOTES, MINIMUMS, STAFF)
    def test_no_note_is_lost_and_no_small_group_named(self, given_notes, minimum, staff):
        planned = plan_notes(given_notes, minimum, staff)
        self.assertEqual(Counter(each.summary for each in planned), Counter(each.summary for each in given_notes))
        counts = Counter(each.phase_id for each in planned)
        rest = counts.pop(None, 0)
        for phase, count in counts.items():
            self.assertGreaterEqual(count, minimum)
            self.assertGreaterEqual(staff[phase], minimum)
            self.assertEqual(count, sum(each.phase_id == phase for each in given_notes), "all of them or none")
        if counts:
            self.assertTrue(rest == 0 or rest >= minimum)

    @RELAXED
    @given(ANYTHING, ANYTHING, ANYTHING)
    def test_whatever_a_client_sends(self, text, minutes, sent_screen):
        reading = note.read_note({"text": text, "minutes": minutes, "screen": sent_screen}, ["issue"])
        self.assertNotEqual(reading.note is None, reading.error is None)
        name, path = screen.read_screen(sent_screen, with_record=False)
        self.assertNotIn("\n", name)
        self.assertTrue(path == "" or path.startswith("/odoo"))

    @RELAXED
    @given(st.text(max_size=80))
    def test_whatever_stands_on_a_poster(self, token):
        def sign(body):
            return bytes(32)

        kiosk_token.claimed_phase(token)
        self.assertFalse(kiosk_token.is_valid(token, 7, 1, sign))

    def test_no_door_takes_a_personal_link(self):
        """Who copies their link into what they write would tie the two together."""
        token = link_token.issue(7, 3, lambda body: sha256(body).digest())
        secret = reply_link.make_reply_secret(sha256(b"page").digest())
        for link in (
            f"https://odoo.example.com/rollout/feedback/{token}?lang=en_US",
            f"https://odoo.example.com/th/rollout/reply/{secret}",
            f"http%3A%2F%2Fodoo.example.com%2Frollout%2Fkiosk%2F{token}",
            f"https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fodoo%2Frollout%2Freply%2F{secret}&data=05",
            f"https://urldefense.com/v3/__https://odoo.example.com/rollout/heard/{token}__;!!x$",
            f"odoo.example.com/rollout/digest/{token}",
            token,
            secret,
        ):
            text = f"It says {link} and no more"
            with self.subTest(link):
                self.assertEqual(answer.read_answer({"comment": text}, []).answer["comment"], "It says … and no more")
                self.assertEqual(note.read_note({"text": text}, []).note["text"], "It says … and no more")
                self.assertEqual(reply_link.read_reply(text)[0], "It says … and no more")
