from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_base.tests.pure import RELAXED

from ..tools import secret_link


@tagged("post_install", "-at_install")
class TestSecretLink(BaseCase):
    @RELAXED
    @given(st.text(max_size=80), st.sampled_from(["", "https://x.example/", "/rollout/reply/", "<http://", "www."]))
    def test_what_is_hidden_once_stays_as_it_is(self, text, start):
        hidden = secret_link.hide_links(start + text + " " + start)
        self.assertEqual(secret_link.hide_links(hidden), hidden)
        own = secret_link.hide_own_links(start + text)
        self.assertEqual(secret_link.hide_own_links(own), own)
