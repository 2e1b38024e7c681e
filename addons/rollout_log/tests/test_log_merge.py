from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLogMerge(LogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._new_item("The printer stops", minutes_lost=30, phase_id=cls.accounting.id)
        cls.second = cls._new_item("Printer stops again", minutes_lost=45)

    def test_evidence_is_added_up(self):
        self.second.message_subscribe(self.sponsor.partner_id.ids)
        third = self._new_item("It stopped", critical=True)
        (self.second | third).with_user(self.lead)._merge_into(self.first.with_user(self.lead))
        self.assertRecordValues(
            self.first, [{"minutes_lost": 75, "voice_count": 3, "hours_lost": 1.25, "critical": True}]
        )
        self.assertEqual(self.first.merged_ids, self.second | third)
        self.assertFalse(any((self.second | third).mapped("active")))
        self.assertIn(self.sponsor.partner_id, self.first.message_partner_ids)
        self.assertIn("Printer stops again", self._notes(self.first))
        self.assertIn("The printer stops", self._notes(self.second))

    def test_split_off_again(self):
        self.second._merge_into(self.first)
        self.first.minutes_lost += 5
        self.second.with_user(self.lead).action_split_off()
        self.assertRecordValues(
            self.first | self.second,
            [
                {"minutes_lost": 35, "voice_count": 1, "active": True, "merged_into_id": False},
                {"minutes_lost": 45, "voice_count": 1, "active": True, "merged_into_id": False},
            ],
        )
        self.assertIn("Split off", self._notes(self.second))
        with self.assertRaisesRegex(UserError, "isn't merged"):
            self.second.action_split_off()

    def test_a_merged_item_comes_back_in_one_way_only(self):
        self.second._merge_into(self.first)
        with self.assertRaisesRegex(UserError, "Split Off"):
            self.second.with_user(self.lead).active = True
        with self.assertRaisesRegex(UserError, "archived"):
            self.second._merge_into(self._new_item("Third"))
        with self.assertRaisesRegex(UserError, "archived"):
            self.second.with_user(self.lead)._decide("wont_do", "No")
        with self.assertRaisesRegex(UserError, "Split them off first"):
            self.first.unlink()

    def test_who_merges(self):
        for user in (self.sponsor, self.staff, self.stranger, self.stock_champion):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.second.with_user(user)._merge_into(self.first.with_user(user))
        self.second.with_user(self.champion)._merge_into(self.first.with_user(self.champion))
        with self.assertRaises(AccessError):
            self.second.with_user(self.stock_champion).action_split_off()

    def test_only_within_a_program(self):
        elsewhere = self.program.copy()
        other = self._new_item(program_id=elsewhere.id)
        with self.assertRaisesRegex(UserError, "same program"):
            other._merge_into(self.first)
        with self.assertRaisesRegex(UserError, "at least two"):
            self.first._merge_into(self.first)

    def test_wizard(self):
        self.second.voice_count = 2
        action = self.first.with_user(self.lead).with_context(similar_to=self.second.id).action_merge()
        wizard = Form(self.env["rollout.log.merge.wizard"].with_user(self.lead).with_context(**action["context"]))
        self.assertEqual(wizard.survivor_id, self.second, "what more people said stays")
        self.assertEqual((wizard.voice_count, wizard.minutes_lost), (3, 75))
        self.second._decide("wont_do", "No")
        wizard = Form(self.env["rollout.log.merge.wizard"].with_user(self.lead).with_context(**action["context"]))
        self.assertEqual(wizard.survivor_id, self.first, "what is open isn't hidden in what is decided")
        action = wizard.save().action_merge()
        self.assertEqual(action["res_id"], self.first.id)
        self.assertEqual(self.second.merged_into_id, self.first)

    def test_wizard_gives_no_more_rights(self):
        wizard = self.env["rollout.log.merge.wizard"].with_user(self.stock_champion)
        wizard = wizard.create({"item_ids": (self.first | self.second).ids, "survivor_id": self.second.id})
        with self.assertRaises(AccessError):
            wizard.action_merge()

    def test_a_merged_critical_item_keeps_its_phase_from_leaving_hypercare(self):
        critical = self._new_item("Stuck", phase_id=self.accounting.id, critical=True)
        self.accounting.sudo().go_live_date = "2020-01-01"
        evaluate = self.env["rollout.gate.check"]._evaluate_calm
        self.assertEqual(evaluate(self.accounting)[self.accounting.id][0], "fail")
        self.first.phase_id = self.stock
        critical._merge_into(self.first)
        self.assertEqual(evaluate(self.accounting)[self.accounting.id][0], "fail")
