import doctest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import (
    mail_fold,
    mail_html,
    mail_quote,
    mail_signature,
    mail_text,
    mail_traces,
    mail_words,
    secret_link,
    summary,
    typed_text,
    wording,
)

# The first draw loads tables; a busy machine is no reason to fail.
RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


class TestTools(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        for module in (
            mail_fold,
            mail_html,
            mail_quote,
            mail_signature,
            mail_text,
            mail_traces,
            mail_words,
            secret_link,
            summary,
            typed_text,
            wording,
        ):
            with self.subTest(module.__name__):
                self.assertFalse(doctest.testmod(module).failed)

    @RELAXED
    @given(st.text(max_size=80), st.sampled_from(["", "https://x.example/", "/rollout/reply/", "<http://", "www."]))
    def test_what_is_hidden_once_stays_as_it_is(self, text, start):
        hidden = secret_link.hide_links(start + text + " " + start)
        self.assertEqual(secret_link.hide_links(hidden), hidden)
        own = secret_link.hide_own_links(start + text)
        self.assertEqual(secret_link.hide_own_links(own), own)
