from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_http import FeedbackHttpCase
from .common_review import RAW, TUESDAY, ReviewCase

XSS = "<img src=x onerror=alert(1)>"
OUT_OF_REACH = (
    "rollout.log.item",
    "rollout.log.comment",
    "rollout.review",
    "rollout.review.item",
    "rollout.review.action",
    "rollout.feedback",
    "rollout.program",
    "rollout.phase",
    "rollout.partner.scorecard",
    "rollout.mailing",
)


@tagged("post_install", "-at_install")
class TestPartnerPortal(ReviewCase, FeedbackHttpCase):
    """What the implementation partner gets to see, over HTTP as a real portal user."""

    def setUp(self):
        super().setUp()
        self.raw = self._new_raw_item(partner_summary="The printer needs care", shared_with_partner=True)
        self.hidden = self._new_raw_item()
        self.shared = self._new_item(
            f"Internal {RAW}",
            description=RAW,
            partner_summary=f"Returns {XSS}",
            shared_with_partner=True,
            critical=True,
            phase_id=self.stock.id,
            minutes_lost=45,
        )
        self.own = self._new_item("Not for the partner")
        self.url = f"/my/rollout/{self.program.id}"
        self.authenticate("feedback_consultant", "feedback_consultant")

    def _get(self, path="", status=200, base=None):
        response = self.url_open((self.url if base is None else base) + path, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def _comment(self, item, status=303, **data):
        page = html.fromstring(self._get(f"/items/{item.id}"))
        [token] = page.xpath("//form//input[@name='csrf_token']/@value")
        self.assertEqual(page.xpath("//form//textarea/@name | //form//select/@name"), ["body", "proposal"])
        response = self.url_open(
            f"{self.url}/items/{item.id}/comment", data={"csrf_token": token, **data}, allow_redirects=False
        )
        self.assertEqual(response.status_code, status)
        return response

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

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
        self.authenticate("feedback_rival", "feedback_rival")
        for path in ("", f"/items/{self.shared.id}", "/reviews", f"/reviews/{review.id}", "/scorecard"):
            self._get(path, 404)
        self.assertNotIn("Launch<", self._get(base="/my/rollout").replace("Odoo Launches", ""))
        self.authenticate("feedback_lead", "feedback_lead")
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

    def test_messages_tell_nothing(self):
        self._comment(self.raw, body="We look at it")
        self.assertFalse(self.raw.message_partner_ids & (self.contact | self.partner))
        found = self._call("mail.message", "search_read", [("model", "=", "rollout.log.item")], ["record_name", "body"])
        self.assertEqual(found, [])
        for route in ("/mail/thread/messages", "/mail/chatter_fetch"):
            with mute_logger("odoo.http"):
                try:
                    answer = self.make_jsonrpc_request(
                        route, {"thread_model": "rollout.log.item", "thread_id": self.raw.id, "fetch_params": {}}
                    )
                except JsonRpcException:
                    continue
            self.assertNotIn(RAW, str(answer))
            self.assertFalse(answer.get("messages"))

    def test_comment_and_propose(self):
        self.raw.user_id = self.lead
        self._comment(self.raw, body=f"Let us {XSS}", proposal="configuration")
        comment = self.raw.partner_comment_ids
        self.assertEqual(
            (comment.author_id, comment.from_partner, comment.proposal, comment.body),
            (self.contact, True, "configuration", f"Let us {XSS}"),
        )
        page = self._get(f"/items/{self.raw.id}")
        self.assertNotIn(XSS, page)
        self.assertIn("Let us &lt;img", page)
        self.assertIn("Configuration", page)
        note = self.raw.message_ids[0]
        self.assertEqual((note.author_id, note.partner_ids), (self.env.ref("base.partner_root"), self.lead.partner_id))
        self.assertNotIn(XSS, note.body)
        self.env["rollout.log.comment"].with_user(self.lead).create({"item_id": self.raw.id, "body": "Thank you"})
        self.assertIn("Thank you", self._get(f"/items/{self.raw.id}"))

    def test_the_team_s_comment_reaches_the_partner_by_mail(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.contact.lang = "th_TH"
        self.program.review_contact_ids = self.contact
        before = self.env["mail.mail"].search([])
        comments = self.env["rollout.log.comment"].with_user(self.lead)
        comment = comments.create({"item_id": self.raw.id, "body": f"Can you {XSS}", "proposal": "training"})
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, self.contact.email)
        self.assertIn(self.raw.partner_summary, mail.body_html)
        self.assertIn("Can you &lt;img", mail.body_html)
        self.assertIn("th-TH", mail.body_html)
        self.assertIn(f"/my/rollout/{self.program.id}/items/{self.raw.id}#comments", mail.body_html)
        self.assertNotIn(RAW, mail.body_html + mail.subject)
        self.assertEqual(comment.author_id, self.lead.partner_id)
        comments.create({"item_id": self.hidden.id, "body": "Among ourselves"})
        self._comment(self.raw, body="Yes")
        self.assertEqual(
            self.env["mail.mail"].search([("body_html", "like", "Among ourselves")]), self.env["mail.mail"]
        )
        mails = self.env["mail.mail"].search([("email_to", "=", self.contact.email)]) - before
        self.assertEqual(mails, mail, "no mail of one's own words")

    def test_bad_comments_lose_nothing(self):
        page = self._comment(self.raw, 200, body="x" * 4001).text
        self.assertIn("too long", page)
        self.assertIn("x" * 4001, page)
        self.assertIn("Write something", self._comment(self.raw, 200, body="  ").text)
        self._comment(self.raw, body="a\x00b", proposal="<nonsense>")
        self.assertEqual(self.raw.partner_comment_ids.mapped(lambda c: (c.body, c.proposal)), [("ab", False)])
        with mute_logger("odoo.http"):
            response = self.url_open(f"{self.url}/items/{self.raw.id}/comment", data={"body": "forged"})
        self.assertEqual(response.status_code, 400, "no token, no comment")
        self.assertEqual(len(self.raw.partner_comment_ids), 1)
        page = html.fromstring(self._get(f"/items/{self.raw.id}"))
        [token] = page.xpath("//form//input[@name='csrf_token']/@value")
        response = self.url_open(f"{self.url}/items/{self.hidden.id}/comment", data={"csrf_token": token, "body": "x"})
        self.assertEqual(response.status_code, 404)
        self.assertFalse(self.hidden.partner_comment_ids)

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
        self.authenticate("feedback_rival", "feedback_rival")
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

    def test_comments_speak_for_their_writer(self):
        item = self._new_item("One")
        forged = (
            self.env["rollout.log.comment"]
            .with_user(self.champion)
            .with_context(default_from_partner=True)
            .create({"item_id": item.id, "body": "x", "author_id": self.contact.id})
        )
        self.assertEqual((forged.author_id, forged.from_partner), (self.champion.partner_id, False))
        with self.assertRaises(AccessError):
            forged.body = "y"
        with self.assertRaises(AccessError):
            self.env["rollout.log.comment"].with_user(self.champion).create(
                {"item_id": self._new_item("Two", phase_id=self.stock.id).id, "body": "x"}
            )
        counts = {self.lead: 1, self.champion: 1, self.sponsor: 1, self.staff: 0, self.stranger: 0}
        for user, count in counts.items():
            self.assertEqual(self.env["rollout.log.comment"].with_user(user).search_count([]), count, user.login)
