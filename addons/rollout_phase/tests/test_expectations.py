import json
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.statement import planned_months, statement_hash
from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestExpectations(RolloutCase):
    def _state(self):
        check = self.phase.gate_check_ids.filtered(lambda c: c.kind == "expectations")
        check.invalidate_recordset()
        return check.state

    def test_a_new_program_starts_from_the_playbook(self):
        self.assertIn("before its gate is open", self.program.expectation_text)

    def test_a_signature_says_who_signed_what(self):
        self.assertEqual(self._state(), "missing")
        self.program.with_user(self.sponsor).action_sign_expectations()
        self.assertEqual(self._state(), "pass")
        signature = self.program.signature_id
        self.assertEqual(signature.signer_name, self.sponsor.name)
        self.assertEqual(
            signature.hash,
            statement_hash(str(self.program.expectation_text), 6, self.sponsor.id),
        )

    def test_signing_twice_is_refused(self):
        program = self.program.with_user(self.sponsor)
        program.action_sign_expectations()
        with self.assertRaises(UserError):
            program.action_sign_expectations()

    def test_any_edit_voids_the_signature_and_keeps_it(self):
        for values in (
            {"expectation_text": "<p>It will be easy.</p>"},
            {"expectation_months": 5},
            {"sponsor_id": self.champion.id},
        ):
            with self.subTest(values=values):
                self.program.sponsor_id = self.sponsor
                self.program.with_user(self.sponsor).action_sign_expectations()
                signature = self.program.signature_id
                signed_text = signature.text
                old = {name: self.program[name] for name in values}
                self.program.with_user(self.lead).write(values)
                self.assertEqual(self._state(), "missing")
                self.assertTrue(signature.voided_on)
                self.assertEqual(signature.voided_by_id, self.lead)
                self.assertEqual(signature.text, signed_text)
                # Writing the old words back doesn't bring the signature back.
                self.program.write({k: v.id if hasattr(v, "id") else v for k, v in old.items()})
                self.assertFalse(self.program.signature_id)

    def test_an_edit_of_something_else_keeps_the_signature(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        self.program.with_user(self.lead).write(
            {"name": "Other", "expectation_months": self.program.expectation_months}
        )
        self.assertTrue(self.program.signature_id)

    def test_a_signature_can_not_be_changed_or_removed(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        signature = self.program.signature_id
        for action in (lambda s: s.write({"months": 1}), lambda s: s.unlink()):
            for user in (self.lead, self.env.user):
                with self.assertRaises(UserError):  # of which AccessError is one
                    action(signature.with_user(user))

    def test_a_signed_program_is_not_deleted(self):
        self.phase.unlink()
        self.program.with_user(self.sponsor).action_sign_expectations()
        with self.assertRaisesRegex(UserError, "are kept"):
            self.program.with_user(self.lead).unlink()

    def test_a_promise_shorter_than_the_plan_fails(self):
        self.phase.planned_go_live = date(2026, 1, 5)
        self._new_phase(self._new_department("Inventory"), planned_go_live=date(2026, 8, 3))
        self.assertIn("9 months", self.program.expectation_warning)
        self.program.with_user(self.sponsor).action_sign_expectations()
        self.assertEqual(self._state(), "fail")
        self.program.expectation_months = planned_months(date(2026, 1, 5), date(2026, 8, 3))
        self.assertIn("3 to 6 months", self.program.expectation_warning)
        self.program.expectation_months = 2
        self.assertIn("The plan takes", self.program.expectation_warning)

    def test_a_sponsor_without_an_account(self):
        self.program.with_user(self.sponsor).action_sign_expectations()
        self.sponsor.active = False
        self.assertEqual(self._state(), "missing")


@tagged("post_install", "-at_install")
class TestExpectationsPage(HttpCase, RolloutCase):
    def test_page_for_staff(self):
        self.program.expectation_text = "<p>Slow</p><script>alert(1)</script>"
        self.program.with_user(self.sponsor).action_sign_expectations()
        url = f"/rollout/expectations/{self.program.page_token}"
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Slow", response.text)
        self.assertIn(self.sponsor.name, response.text)
        self.assertNotIn("<script", response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["X-Frame-Options"], "DENY")
        policy = response.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "img-src 'self' data:", "frame-ancestors 'none'"):
            self.assertIn(rule, policy, "nothing is loaded from elsewhere")
        self.assertEqual(self.url_open(url, method="OPTIONS").text, "")
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self.url_open(url + "?self=1&token=2").status_code, 200)
        for wrong in ("x", "ü" * 40, "a" * 2000, self.program.page_token[:-1], "%00"):
            self.assertEqual(self.url_open(f"/rollout/expectations/{wrong}").status_code, 404)


@tagged("post_install", "-at_install")
class TestNoKeyToTheDiscussion(RolloutCase, HttpCase):
    """The link of a page opens that page alone: the discussion of the program is for those who may read it."""

    def _ask(self, route, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(route, data=json.dumps(body), headers={"Content-Type": "application/json"}).json()

    def test_the_link_opens_no_discussion(self):
        self.program.with_user(self.lead).message_post(body="Between ourselves", subtype_xmlid="mail.mt_comment")
        before = self.program.message_ids
        thread = {"thread_model": "rollout.program", "thread_id": self.program.id}
        token = self.program.page_token
        for name in ("token", "hash"):
            key = {name: token, "pid": self.sponsor.partner_id.id}
            with self.subTest(name), mute_logger("odoo.http", "odoo.addons.mail.models.mail_thread"):
                data = self._ask(
                    "/mail/data",
                    fetch_params=[
                        ["mail.thread", {**thread, "request_list": ["activities", "followers"], "access_params": key}]
                    ],
                )
                self.assertNotIn("rollout_lead", json.dumps(data))
                post = {"body": "Fine with me", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
                self.assertIn("error", self._ask("/mail/message/post", **thread, post_data=post, **key))
                self.assertNotIn("Between ourselves", json.dumps(self._ask("/mail/chatter_fetch", **thread, **key)))
        self.env.invalidate_all()
        self.assertEqual(self.program.message_ids, before)
        self.assertEqual(self.url_open(f"/rollout/expectations/{token}").status_code, 200)
