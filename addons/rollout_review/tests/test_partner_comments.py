from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import RAW
from .common_portal import XSS, PartnerPortalCase


@tagged("post_install", "-at_install")
class TestPartnerComments(PartnerPortalCase):
    """What the partner and the team write to each other."""

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
            # Anybody reads what is said in a public channel, such as one that Odoo's own demo data has.
            models = self.env["mail.message"].browse(answer.get("messages")).mapped("model")
            self.assertLessEqual(set(models), {"discuss.channel"})

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

    def test_who_sees_to_an_item_is_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        modules = self.env["ir.module.module"].search([("name", "in", ("rollout_log", "rollout_review"))])
        modules._update_translations(["th_TH"])
        self.raw.user_id = self.lead
        self.lead.lang = "th_TH"
        for values in ({"body": "Yes"}, {"body": "No", "proposal": "training"}):
            self._comment(self.raw, **values)
            note = self.raw.message_ids[0].body
            self.assertIn(values["body"], note)
            for english in ("commented", "proposes", "Training"):
                self.assertNotIn(english, note)

    def test_the_team_s_comment_reaches_the_partner_by_mail(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.contact.lang = "th_TH"
        colleague = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.program.partner_id.id, "email": "colleague@partner.example.com"}
        )
        # A consultant with a login is the team's and the partner's.
        self.lead.partner_id.parent_id = self.program.partner_id
        self.program.review_contact_ids = self.contact | self.lead.partner_id
        before = self.env["mail.mail"].search([])
        comments = self.env["rollout.log.comment"].with_user(self.lead)
        comment = comments.create({"item_id": self.raw.id, "body": f"Can you {XSS}", "proposal": "training"})
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, self.contact.email)
        self.assertIn(self.raw.partner_summary, mail.body_html)
        self.assertIn("Can you &lt;img", mail.body_html)
        self.assertIn("th-TH", mail.body_html)
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers, "no answer of a machine comes back")
        self.assertIn(f"/my/rollout/{self.program.id}/items/{self.raw.id}#comments", mail.body_html)
        self.assertNotIn(RAW, mail.body_html + mail.subject)
        self.assertEqual(comment.author_id, self.lead.partner_id)
        comments.create({"item_id": self.hidden.id, "body": "Among ourselves"})
        self.program.review_contact_ids += colleague
        self._comment(self.raw, body="Yes")
        self.assertEqual(
            self.env["mail.mail"].search([("body_html", "like", "Among ourselves")]), self.env["mail.mail"]
        )
        mails = self.env["mail.mail"].search([("email_to", "=", self.contact.email)]) - before
        self.assertEqual(mails, mail, "no mail of one's own words")
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", colleague.email)]), "nor of a colleague's")

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

    def test_nothing_but_a_post_says_anything(self):
        url = f"{self.url}/items/{self.raw.id}/comment"
        response = self.url_open(url, data={"body": "x"}, method="OPTIONS")
        self.assertEqual((response.status_code, response.text, response.headers["Allow"]), (200, "", "POST"))
        self.assertFalse(self.raw.partner_comment_ids)

    def test_odd_parts_do_no_harm(self):
        for path in ("", f"/items/{self.raw.id}", "/reviews"):
            self._get(f"{path}?self=1&=2")
        self._get("/my/rollout?self=1", base="")
        page = html.fromstring(self._get(f"/items/{self.raw.id}"))
        [token] = page.xpath("//form//input[@name='csrf_token']/@value")
        url = f"{self.url}/items/{self.raw.id}/comment"
        said = {"csrf_token": token, "self": "1", "body": "a\x07b\r\nc\x1b"}
        self.assertEqual(self.url_open(url, data=said, allow_redirects=False).status_code, 303)
        self.assertEqual(self.raw.partner_comment_ids.body, "ab\nc")
        for name in ("body", "proposal"):
            response = self.url_open(url, data={"csrf_token": token}, files={name: ("x.txt", b"words")})
            self.assertIn("Write something", response.text)
        self.assertEqual(len(self.raw.partner_comment_ids), 1)

    def test_comments_speak_for_their_writer(self):
        item = self._new_item("One")
        comments = self.env["rollout.log.comment"].with_user(self.champion)
        for forged in ({"author_id": self.contact.id}, {"from_partner": True}, {"partner_id": self.partner.id}):
            with self.assertRaises(UserError):
                comments.create({"item_id": item.id, "body": "x", **forged})
        for forged in ({"default_author_id": self.contact.id}, {"default_from_partner": True}):
            with self.assertRaises(UserError):
                comments.with_context(**forged).create({"item_id": item.id, "body": "x"})
        own = comments.create({"item_id": item.id, "body": "x"})
        self.assertEqual((own.author_id, own.from_partner), (self.champion.partner_id, False))
        with self.assertRaises(AccessError):
            own.body = "y"
        with self.assertRaises(AccessError):
            self.env["rollout.log.comment"].with_user(self.champion).create(
                {"item_id": self._new_item("Two", phase_id=self.stock.id).id, "body": "x"}
            )
