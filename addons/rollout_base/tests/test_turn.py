from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTurn(TransactionCase):
    """Turns of any record, counted, and forgotten along with it."""

    def _count(self, record):
        turns = self.env["rollout.turn"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        return turns.count

    def test_a_turn_is_counted(self):
        contact = self.env["res.partner"].create({"name": "Mali"})
        contact._wait_turn()
        self.assertEqual(contact._try_turn(), contact)
        self.env.invalidate_all()
        self.assertEqual(self._count(contact), 2)

    def test_the_turns_of_what_is_gone_are_forgotten(self):
        gone, there = self.env["res.partner"].create([{"name": "Mali"}, {"name": "Anong"}])
        (gone + there)._wait_turn()
        gone.unlink()
        self.env["rollout.turn"]._gc_turns()
        self.assertEqual((self._count(gone), self._count(there)), (0, 1))

    def test_the_same_sending_counts_once(self):
        sendings = self.env["rollout.sending"]
        self.assertTrue(sendings._note_page("key", {"mood": 3}))
        self.assertFalse(sendings._note_page("key", {"mood": 3}))
        self.assertTrue(sendings._note_page("key", {"mood": 4}))
        self.assertTrue(sendings._is_known_page("key", {"mood": 3}))
        contact = self.env["res.partner"].create({"name": "Mali"})
        self.assertTrue(sendings._note_author(contact, "words"))
        self.assertFalse(sendings._note_author(contact, "words"))
        for _run in range(2):
            sendings._gc_sendings()
        self.assertFalse(sendings.search_count([]))
