from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common import LogCase

CARD = {
    "name": {},
    "kind": {},
    "critical": {},
    "is_overdue": {},
    "state": {},
    "age_days": {},
    "voice_count": {},
    "minutes_lost": {},
    "decision": {},
    "phase_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "activity_ids": {"fields": {}},
    "activity_state": {},
}


@tagged("post_install", "-at_install")
class TestLogViews(LogCase):
    def _count_queries(self, call):
        call()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def test_list_and_board_take_the_same_queries_for_many(self):
        items = self.items.with_user(self.lead)
        domain = [("program_id", "=", self.program.id)]

        def open_list():
            items.web_search_read(domain, CARD)

        def open_board():
            items.web_read_group(
                domain,
                ["state"],
                ["minutes_lost:sum"],
                auto_unfold=True,
                unfold_read_specification=CARD,
                unfold_read_default_limit=80,
            )

        def make(count):
            for number in range(count):
                self._new_item(str(number), phase_id=self.stock.id, user_id=self.lead.id, minutes_lost=number)

        make(2)
        for call in (open_list, open_board):
            # What is looked up once per server.
            self._count_queries(call)
        few = [self._count_queries(call) for call in (open_list, open_board)]
        make(30)
        self.assertEqual([self._count_queries(call) for call in (open_list, open_board)], few)

    def test_a_page_of_the_log_comes_from_an_index_in_order(self):
        # Few of many are new. The table is small all the same: leave PostgreSQL no cheaper way than an index.
        for number in range(200):
            self._new_item(str(number), phase_id=self.stock.id, state="new" if number < 3 else "in_progress")
        self.env.flush_all()
        self.env.cr.execute("ANALYZE rollout_log_item")
        self.env.cr.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
        items = self.items.with_user(self.lead)
        for query, index in (
            (items._search([], limit=80, order=items._order), "first_page"),
            (items._search([("state", "=", "new")], limit=80, order=items._order), "status_page"),
        ):
            plan = " ".join(line for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select())))
            self.assertIn(f"using rollout_log_item_{index}", plan)
            self.assertNotIn("Sort", plan)

    def test_flow(self):
        item = self._new_item(phase_id=self.stock.id, open_since=fields.Datetime.now() - timedelta(days=9))
        self._new_item(active=False)
        item._decide("process_change", "From today")
        flow = self.env["rollout.log.flow"].with_user(self.lead).search([("program_id", "=", self.program.id)])
        self.assertRecordValues(
            flow.sorted("id"),
            [
                {"event": "opened", "item_id": item.id, "department_id": self.stock.department_id.id},
                {"event": "decided", "item_id": item.id, "department_id": self.stock.department_id.id},
            ],
        )
        [(days, count)] = flow._read_group([("id", "in", flow.ids)], [], ["days_to_decide:avg", "__count"])
        self.assertEqual((days, count), (9, 2))
