from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import RAW, TUESDAY, ReviewCase
from .common_portal import XSS, PartnerPortalCase

OUT_OF_REACH = (
    "rollout.log.item",
    "rollout.log.comment",
    "rollout.review",
    "rollout.review.item",
    "rollout.review.action",
    "rollout.program",
    "rollout.phase",
    "rollout.partner.scorecard",
    "rollout.mailing",
)


@tagged("post_install", "-at_install")
class TestPartnerPortal(PartnerPortalCase):
    """What the implementation partner gets to see, over HTTP as a real portal user."""

    def _close_review(self):
        review = self._prepare()
        review.line_ids.filtered(lambda line: line.item_id == self.shared).write(
            {"decision": "training", "decision_reason": "Together"}
        )
        review.notes = "<p>All is well</p>"
        with self._at(TUESDAY + timedelta(hours=1)):
            review.action_close()
        return review

    def test_sees_what_is_shared_and_nothing_else(self):
        self.shared.blocked_reason = "the partner"
        review = self._close_review()
        card = self.env["rollout.partner.scorecard"].create(
            {"program_id": self.program.id, "partner_id": self.partner.id, "share_scorecard": True}
        )
        card.line_ids.write({"rating": "4", "note": "Our secret note"})
        pages = {
            path: self._get(path)
            for path in (
                "",
                "?filterby=all",
                "?filterby=all&sortby=newest",
                f"/items/{self.raw.id}",
                f"/items/{self.shared.id}",
                "/reviews",
                f"/reviews/{review.id}",
                "/scorecard",
            )
        }
        pages["list"] = self._get(base="/my/rollout")
        pages["home"] = self._get(base="/my")
        for path, page in pages.items():
            with self.subTest(path):
                for secret in (RAW, RAW[:20], "Not for the partner", "Our secret note", "Internal My", XSS):
                    self.assertNotIn(secret, page)
        self.assertIn("The printer needs care", pages[""])
        self.assertNotIn("Returns", pages[""], "it is decided")
        self.assertIn("&lt;img src=x", pages["?filterby=all"])
        self.assertIn("Together", pages[f"/items/{self.shared.id}"])
        self.assertIn("All is well", pages[f"/reviews/{review.id}"])
        self.assertIn("The printer needs care", pages[f"/reviews/{review.id}"])
        self.assertIn("4 of 5", pages["/scorecard"])
        self.assertIn("Launch", pages["list"])
        card.share_scorecard = False
        self._get("/scorecard", 404)

    def test_plain_agenda_before_the_meeting(self):
        review = self._prepare()
        review.line_ids[0].write({"decision": "parked", "decision_reason": "Being weighed"})
        review.notes = "<p>Draft</p>"
        page = self._get(f"/reviews/{review.id}")
        self.assertNotIn("Being weighed", page)
        self.assertNotIn("Draft", page)

    def test_what_is_not_theirs_is_not_found(self):
        elsewhere = self.program.copy({"name": "Elsewhere", "partner_id": self.rival.partner_id.parent_id.id})
        foreign = self.env["rollout.log.item"].create(
            {"name": "x", "program_id": elsewhere.id, "partner_summary": "x", "shared_with_partner": True}
        )
        review = self._prepare()
        for path in (
            f"/items/{self.hidden.id}",
            f"/items/{self.own.id}",
            f"/items/{foreign.id}",
            "/items/0",
            "/items/99999999999999999999",
            "/items/x",
            "/items/-1",
            "/reviews/0",
            "/reviews/99999999999999999999",
            "/scorecard",
        ):
            self._get(path, 404)
        for program in (elsewhere.id, 0, 99999999999999999999, "x"):
            self._get(base=f"/my/rollout/{program}", status=404)
        self._get("/page/0?sortby=%00&filterby=x'")
        self._get("/page/99999999999?sortby=id;drop")
        self._get("/reviews/page/77")
        self.authenticate("review_rival", "review_rival")
        for path in ("", f"/items/{self.shared.id}", "/reviews", f"/reviews/{review.id}", "/scorecard"):
            self._get(path, 404)
        self.assertNotIn("Launch<", self._get(base="/my/rollout").replace("Odoo Launches", ""))
        self.authenticate("review_lead", "review_lead")
        self._get("", 404)
        self.authenticate(None, None)
        self._get("", 303)

    def test_paging(self):
        for number in range(25):
            self._new_item(f"n{number}", partner_summary=f"Number {number:02}!", shared_with_partner=True)
        first, second = self._get("?sortby=oldest"), self._get("/page/2?sortby=oldest")
        seen = (
            [n for n in range(25) if f"Number {n:02}!" in first],
            [n for n in range(25) if f"Number {n:02}!" in second],
        )
        self.assertEqual(sorted(seen[0] + seen[1]), list(range(25)))
        self.assertTrue(seen[0] and seen[1])

    def test_rpc_reaches_nothing(self):
        for model in OUT_OF_REACH:
            for method, args in (
                ("search_read", ([],)),
                ("search_count", ([],)),
                ("formatted_read_group", ([], [], ["__count"])),
                ("name_search", ("",)),
                ("read", ([self.shared.id], ["display_name"])),
                ("export_data", ([self.shared.id], ["id"])),
                ("create", ([{}],)),
                ("write", ([self.shared.id], {})),
            ):
                with (
                    self.subTest(model=model, method=method),
                    mute_logger("odoo.http"),
                    self.assertRaises(JsonRpcException),
                ):
                    self._call(model, method, *args)
        for model, domain in (
            ("calendar.event", [("rollout_phase_id.name", "ilike", "a")]),
            ("res.partner", [("message_ids.record_name", "ilike", "a")]),
        ):
            with self.subTest(domain=domain), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call(model, "search_read", domain, ["id"])

    def test_reading_never_writes(self):
        review = self._prepare()
        paths = ("", f"/items/{self.raw.id}", "/reviews", f"/reviews/{review.id}")
        self._get()
        self.env.flush_all()
        counted = """SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables
                      WHERE relname LIKE 'rollout%' OR relname LIKE 'mail%' OR relname LIKE 'calendar%'"""
        self.env.cr.execute(counted)
        before = self.env.cr.fetchone()
        for path in paths:
            self._get(path)
        self._get(f"/items/{self.raw.id}/comment?body=x", 405)
        self.env.cr.execute(counted)
        self.assertEqual(self.env.cr.fetchone(), before)

    def test_home_counts_their_programs(self):
        counted = self.make_jsonrpc_request("/my/counters", {"counters": ["rollout_program_count"]})
        self.assertEqual(counted, {"rollout_program_count": 1})
        self.authenticate("review_rival", "review_rival")
        counted = self.make_jsonrpc_request("/my/counters", {"counters": ["rollout_program_count"]})
        self.assertEqual(counted, {"rollout_program_count": 0})


@tagged("post_install", "-at_install")
class TestSharing(ReviewCase):
    def test_staffs_own_words_are_refused(self):
        item = self._new_raw_item()
        self.assertFalse(item._get_team_wording())
        for words in (RAW, RAW.upper() + " .", f"They say: {RAW}", "when the printer jams again"):
            with self.subTest(words), self.assertRaises(ValidationError, msg=words):
                item.with_user(self.champion).partner_summary = words
        with self.assertRaises(ValidationError):
            item.blocked_reason = RAW
        with self.assertRaises(ValidationError):
            item.shared_with_partner = True
        with self.assertRaisesRegex(UserError, "Write first"):
            item.action_share_with_partner()
        item.partner_summary = "Paper jams upset people"
        item.with_user(self.champion).action_share_with_partner()
        self.assertTrue(item.shared_with_partner)
        review = self._prepare()
        with self.assertRaisesRegex(ValidationError, "own words"):
            review.line_ids.partner_summary = RAW

    def test_team_items_are_shared_in_one_go(self):
        items = self._new_item("One") | self._new_item("Two", partner_summary="Second")
        self.assertEqual(items.mapped("shared_with_partner"), [False, False])
        items.with_user(self.lead).action_share_with_partner()
        self.assertEqual(items.mapped("partner_summary"), ["One", "Second"])
        items.with_user(self.lead).action_unshare_with_partner()
        self.assertFalse(any(items.mapped("shared_with_partner")))
        foreign = self._new_item("Three", phase_id=self.stock.id)
        with self.assertRaises(AccessError):
            foreign.with_user(self.champion).action_share_with_partner()
