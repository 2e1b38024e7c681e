import doctest

from odoo.tests import BaseCase, tagged

from ..tools import chat_message, webhook


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        for module in (chat_message, webhook):
            result = doctest.testmod(module)
            self.assertFalse(result.failed, module.__name__)
            self.assertGreater(result.attempted, 5)
