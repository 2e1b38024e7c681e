"""Digests stand in the ledger in the words of its reader."""

from odoo.tests import tagged

from .common import DigestCase, find_foreign_purposes


@tagged("post_install", "-at_install")
class TestMailingWords(DigestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = (
            cls.env["rollout.mailing"]
            .create(
                {
                    "program_id": cls.program.id,
                    "purpose": "rollout_digest.digest",
                    "period": "2026-W48",
                    "res_model": "res.users",
                    "res_id": cls.sponsor.id,
                }
            )
            .with_user(cls.lead)
        )

    def test_what_the_list_shows(self):
        self.assertEqual(self.row.period_name, "2026-W48")
        self.assertEqual(self.row.display_name, "Weekly Digest: 2026-W48")

    def test_search_and_groups(self):
        own = [("id", "=", self.row.id)]
        self.assertEqual(self.row.search([*own, ("period_name", "not ilike", "day")]), self.row)
        [group] = self.row.web_read_group(own, ["purpose"], ["__count"])["groups"]
        self.assertEqual(group["purpose"], "rollout_digest.digest")

    def test_every_purpose_is_the_addons_that_brought_it(self):
        self.assertFalse(find_foreign_purposes(self.env))
