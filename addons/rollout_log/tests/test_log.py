from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLog(LogCase):
    def _get_items(self):
        return self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])

    def test_intake(self):
        frozen, lost = self.program.with_user(self.staff)._log_intake(
            [
                LogEntry(summary="Frozen field added", source="freeze", phase_id=self.stock.id),
                LogEntry(
                    summary="Lost an hour",
                    description="Every day",
                    kind="process_gap",
                    source="training",
                    critical=True,
                    minutes_lost=60,
                ),
            ]
        )
        frozen, lost = frozen.with_env(self.env), lost.with_env(self.env)
        self.assertEqual((frozen.kind, frozen.source, frozen.phase_id), ("issue", "freeze", self.stock))
        self.assertEqual((lost.kind, lost.critical, lost.minutes_lost), ("process_gap", True, 60))
        self.assertEqual(LogEntry(summary="x").kind, "issue")
        for unknown in ({"kind": "unheard-of"}, {"source": "unheard-of"}):
            with self.assertRaises(ValueError):
                self.program._log_intake([LogEntry(summary="x", **unknown)])
        self.assertEqual(self._get_items().create_uid, self.env.ref("base.user_root"))
        self.assertNotIn(self.staff.partner_id, self._get_items().message_ids.author_id)
        self.assertFalse(self._get_items().message_follower_ids)

    def test_counts(self):
        self.program._log_intake([LogEntry(summary=str(n), phase_id=self.stock.id) for n in range(3)])
        self._get_items()[0].state = "closed"
        self.program.invalidate_recordset()
        self.assertEqual((self.program.log_count, self.program.open_log_count), (3, 2))
        self.assertEqual((self.stock.open_log_count, self.accounting.open_log_count), (2, 0))
        action = self.stock.action_view_log()
        self.assertEqual(len(self.env["rollout.log.item"].search(action["domain"])), 3)
        action = self.program.action_view_log()
        self.assertEqual(len(self.env["rollout.log.item"].search(action["domain"])), 3)

    def test_counts_take_the_same_queries_for_many(self):
        programs = self.program | self.program.copy() | self.program.copy()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            programs.mapped("open_log_count")

    def test_enter_by_hand(self):
        lead_env = self.env(user=self.lead)
        with Form(lead_env["rollout.log.item"]) as form:
            self.assertEqual(form.program_id, self.program, "the only program is filled in")
            form.name = "Heard in the corridor"
        item = form.save()
        self.assertEqual((item.source, item.state), ("manual", "new"))
        self.assertEqual(item.company_id, self.company)

    def test_items_stay_where_their_handler_may_reach_them(self):
        elsewhere = self.env["rollout.program"].create(
            {
                "name": "Elsewhere",
                "company_id": self.env["res.company"].create({"name": "Elsewhere Ltd"}).id,
                "sponsor_id": False,
                "lead_id": False,
            }
        )
        items = self.env["rollout.log.item"].with_user(self.champion)
        item = items.create({"name": "Slow", "program_id": self.program.id})
        with self.assertRaises(UserError):
            item.program_id = elsewhere
