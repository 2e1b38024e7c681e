from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLogOverdue(LogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What other addons' demo data left undecided is asked for first.
        cls.items.search([]).overdue_noticed = True

    def _aged(self, days, **values):
        return self._new_item(open_since=fields.Datetime.now() - timedelta(days=days), **values)

    def _search(self, value=True):
        return self.items.search([("is_overdue", "=", value), ("program_id", "=", self.program.id)])

    def test_fourteen_days(self):
        fresh, old, decided = self._aged(13), self._aged(14), self._aged(20)
        decided._decide("practice", "It does")
        self.assertEqual((fresh | old | decided).mapped("is_overdue"), [False, True, False])
        self.assertEqual((fresh | old | decided).mapped("age_days"), [13, 14, 20])
        self.assertEqual(self._search(), old)
        self.assertEqual(self._search(False), fresh | decided)
        self.program.log_overdue_days = 10
        self.assertEqual(self._search(), fresh | old)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self.env.invalidate_all()
            self.assertEqual(decided.age_days, 20, "a decided item grows no older")

    def test_asked_once(self):
        mine = self._aged(15, user_id=self.champion.id)
        unowned = self._aged(15, phase_id=self.stock.id)
        fresh = self._aged(1)
        self._run_cron("rollout_log.ir_cron_log_overdue")
        self._run_cron("rollout_log.ir_cron_log_overdue")
        kind = self.env.ref("rollout_log.mail_activity_type_decide")
        self.assertEqual(mine.activity_ids.mapped(lambda a: (a.activity_type_id, a.user_id)), [(kind, self.champion)])
        self.assertEqual(unowned.activity_ids.user_id, self.lead)
        self.assertFalse(fresh.activity_ids)
        mine.activity_ids.action_feedback()
        self._run_cron("rollout_log.ir_cron_log_overdue")
        self.assertFalse(mine.activity_ids)
        unowned.with_user(self.lead)._decide("wont_do", "No")
        self.assertFalse(unowned.activity_ids, "the question is answered")

    def test_a_program_without_lead_stops_nobody(self):
        self.program.lead_id = False
        self.lead.group_ids = self.env.ref("base.group_user")
        nobodys, somebodys = self._aged(20), self._aged(15, user_id=self.champion.id, phase_id=self.accounting.id)
        self._run_cron("rollout_log.ir_cron_log_overdue")
        self.assertEqual(nobodys.activity_ids.user_id, self.sponsor, "there is nobody else")
        self.assertEqual(somebodys.activity_ids.user_id, self.champion)
        self.lead.group_ids = self.env.ref("rollout_phase.group_rollout_lead")
        self.program.lead_id = self.lead
        self.assertEqual(nobodys.activity_ids.user_id, self.lead)

    def test_batches(self):
        items = self.items.browse()
        for _number in range(5):
            items |= self._aged(15)
        cron = self.env.ref("rollout_log.ir_cron_log_overdue")
        cron.code = "model._cron_overdue(batch_size=2)"
        self._run_cron("rollout_log.ir_cron_log_overdue")
        self.assertEqual(items.mapped("overdue_noticed"), [True] * 5)

    def test_the_same_queries_for_many_programs(self):
        self._aged(20)
        self._search()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self._search()
        for days in range(3):
            self.program.copy({"log_overdue_days": days + 1})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self._search()
