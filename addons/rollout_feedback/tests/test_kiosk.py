import re

from lxml import html

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ..models import rollout_phase
from ..tools import kiosk_token
from .common import THURSDAY
from .common_note import NEXT_WEEK, NIGHT, NoteCase
from .test_anonymity import TestAnonymity as AnonymityCase


@tagged("post_install", "-at_install")
class TestKiosk(NoteCase):
    """The poster on the wall, and the page behind its code."""

    _snapshot = AnonymityCase._snapshot

    def setUp(self):
        super().setUp()
        self.stock.with_user(self.lead).action_print_kiosk_poster()
        self.path = self._get_path_of(self.stock)

    def _get_path_of(self, phase):
        return re.search(r"/rollout/kiosk/.*", phase._get_kiosk_url())[0]

    def _stamp(self, path=None):
        return re.search(r'name="page" value="([^"]+)"', self.url_open(path or self.path).text)[1]

    def _tap(self, path=None, **data):
        path = path or self.path
        return self.url_open(path, data={"page": self._stamp(path), **data})

    def test_words_and_moods_are_parted(self):
        self.authenticate("feedback_staff", "feedback_staff", session_extra={"_trace_disable": False})
        stamp = self._stamp()
        before = self._snapshot()
        response = self.url_open(
            self.path, data={"page": stamp, "mood": "2", "comment": "Tell-tale", "kind": "issue", "name": "Mali"}
        )
        self.assertEqual(response.status_code, 200)
        added = self._snapshot() - before
        self.assertEqual(
            sorted(table for table, _row in added), ["rollout_sealed_note", "rollout_sealed_note", "rollout_sending"]
        )
        tap, note = self._get_notes().sorted("is_tap", reverse=True)
        self.assertEqual(tap.payload, {"mood": 2})
        self.assertEqual(
            note.payload, {"summary": "Tell-tale", "description": "Tell-tale", "kind": "issue", "source": "kiosk"}
        )

    def test_next_person_finds_an_empty_page(self):
        response = self._tap(comment="Mine alone")
        page = html.fromstring(response.content)
        [link] = page.xpath("//a[text()='Next person']/@href")
        [refresh] = page.xpath("//meta[@http-equiv='refresh']/@content")
        self.assertTrue(refresh.endswith(link))
        following = self.url_open(link)
        self.assertNotIn("Mine alone", following.text)
        self.assertFalse(html.fromstring(following.content).xpath("//textarea")[0].text)

    def test_same_guard_as_the_form(self):
        self.authenticate("feedback_staff", "feedback_staff")
        for response in (self.url_open(self.path), self._tap(mood="1"), self.url_open("/rollout/kiosk/x")):
            self.assertNotIn("Set-Cookie", response.headers)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        page = html.fromstring(self.url_open(self.path).content)
        self.assertFalse(page.xpath("//script[@src] | //img | //*/@src"))
        self.assertEqual(page.xpath("//title")[0].text_content().strip(), "What got in your way?")
        for field in page.xpath("//textarea | //select"):
            self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))

    def test_get_writes_nothing(self):
        # What was prepared is tracked when a transaction ends.
        self.cr.flush()
        query = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        self.cr.execute(query)
        before = dict(self.cr.fetchall())
        self.url_open(self.path)
        self.url_open(self.path, method="HEAD")
        self.url_open("/rollout/kiosk/wrong")
        self.cr.execute(query)
        changed = {table for table, count in self.cr.fetchall() if count != before.get(table, 0)}
        self.assertFalse(changed)

    def test_wrong_and_withdrawn_codes_look_the_same(self):
        stamp = self._stamp()
        wrong = self.url_open("/rollout/kiosk/wrong")
        self.assertEqual(wrong.status_code, 404)
        self.stock.with_user(self.lead).action_withdraw_kiosk_poster()
        no_poster = self._get_path_of(self.accounting)
        for path in (self.path, no_poster, self.path[:-1], self.path + "A", "/rollout/kiosk", "/rollout/kiosk/ไทย"):
            for response in (self.url_open(path), self.url_open(path, data={"page": stamp, "mood": "1"})):
                self.assertEqual((response.status_code, response.text), (404, wrong.text), path)
        for phase_id in (0, -1, 2**31, 2**63 - 1):
            forged = kiosk_token.issue(phase_id, 1, lambda body: bytes(32))
            self.assertEqual(self.url_open(f"/rollout/kiosk/{forged}").text, wrong.text, phase_id)
        self.assertFalse(self._get_notes())
        self.assertEqual(self.url_open(self._get_path_of(self.stock)).status_code, 200, "the new poster")

    def test_only_departments_in_launch(self):
        for stage, status in (("preparing", 200), ("ready", 200), ("live", 200), ("stable", 404), ("cancelled", 404)):
            self.stock._set_stage(stage)
            self.assertEqual(self.url_open(self.path).status_code, status, stage)
        self.stock._set_stage("live")
        self.stock.active = False
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_bad_input_loses_nothing(self):
        for data in (
            {},
            {"kind": "issue"},
            {"mood": "9"},
            {"comment": "x" * 5000},
            {"kind": "gossip", "comment": "Hm"},
        ):
            response = self._tap(**data)
            self.assertEqual(response.status_code, 422, data)
            self.assertTrue(html.fromstring(response.content).xpath("//*[@role='alert'][not(@hidden)]"))
        self.assertIn("Hm", html.fromstring(response.content).xpath("//textarea")[0].text)
        response = self.url_open(self.path, data={"page": "stale", "comment": "Still here"})
        self.assertEqual(response.status_code, 422)
        self.assertIn("Still here", response.text)
        self.assertFalse(self._get_notes())

    def test_a_loop_fills_no_more_than_a_day(self):
        self.patch(rollout_phase, "NOTE_LIMIT", 2)
        self.patch(rollout_phase, "TAP_LIMIT", 3)
        for _number in range(2):
            self.assertEqual(self._tap(comment="Again").status_code, 200)
        full = self._tap(comment="And again")
        self.assertEqual(full.status_code, 422)
        self.assertIn("And again", full.text)
        for _number in range(3):
            self.assertEqual(self._tap(mood="1").status_code, 200)
        self.assertEqual(self._tap(mood="1").status_code, 422)
        self.assertEqual(len(self._get_notes()), 5)

    def test_release(self):
        self._release_notes(THURSDAY)
        for number in range(6):
            self._tap(mood=str(1 + number % 2), comment=f"Words {number}")
        self._release_notes(NIGHT)
        items = self._get_items("kiosk")
        self.assertEqual(len(items), 6)
        self.assertEqual(items.phase_id, self.stock)
        self.assertFalse(
            self.env["rollout.kiosk.tap"].search([("phase_id", "=", self.stock.id)]), "not before the week is over"
        )
        self._release_notes(NEXT_WEEK)
        taps = self.env["rollout.kiosk.tap"].search([("phase_id", "=", self.stock.id)])
        self.assertEqual(sorted(taps.mapped("mood")), [1, 1, 1, 2, 2, 2])
        self.assertEqual(set(taps.mapped("week")), {"2026-W47"})
        self.assertFalse(self._get_notes())
        self.assertFalse(self.env["rollout.feedback"].search([("program_id", "=", self.program.id)]))

    def test_few_moods_are_never_shown(self):
        for _number in range(4):
            self._tap(mood="1")
        self._release_notes(NEXT_WEEK)
        self.assertFalse(self.env["rollout.kiosk.tap"].search([("phase_id", "=", self.stock.id)]))
        self.assertFalse(self._get_notes())

    def test_its_address_prints_it_for_leads_alone(self):
        self.authenticate("feedback_lead", "feedback_lead")
        path = f"/report/html/rollout_feedback.report_kiosk_poster/{self.stock.id}"
        self.assertIn(self.stock._get_kiosk_url(), self.url_open(path).text)
        for login in ("feedback_staff", "feedback_champion", "feedback_sponsor", "feedback_stranger"):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                response = self.url_open(path)
            self.assertNotIn(self.stock._get_kiosk_url(), response.text, login)
            self.assertNotEqual(response.status_code, 200, login)

    def test_poster(self):
        report = self.env.ref("rollout_feedback.action_report_kiosk_poster")
        page, _kind = report._render_qweb_html(report.report_name, self.stock.ids)
        page = html.fromstring(page)
        self.assertTrue(page.xpath("//img[starts-with(@src, 'data:image/svg+xml;base64,')]"))
        self.assertIn(self.stock._get_kiosk_url(), page.text_content())
        page, _kind = report._render_qweb_html(report.report_name, self.accounting.ids)
        self.assertFalse(html.fromstring(page).xpath("//img"), "not printed yet")

    def test_clients_set_no_number(self):
        self.authenticate("feedback_lead", "feedback_lead")
        number = self.stock.kiosk_number
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call("rollout.phase", "write", self.stock.ids, {"kiosk_number": number + 5})
        self.assertEqual(self.stock.kiosk_number, number)
        department = self.env["hr.department"].create({"name": "New", "company_id": self.company.id})
        values = {"program_id": self.program.id, "department_id": department.id}
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call("rollout.phase", "create", [values], context={"default_kiosk_number": 9})
        [made] = self._call("rollout.phase", "create", [values])
        self.assertEqual(self.env["rollout.phase"].browse(made).kiosk_number, 0)

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def test_few_queries(self):
        stamp = self._stamp()
        self._tap(mood="1", comment="x")
        before = self.cr.sql_log_count
        self.url_open(self.path)
        middle = self.cr.sql_log_count
        self.url_open(self.path, data={"page": stamp, "mood": "1", "comment": "x"})
        self.assertLessEqual(middle - before, 15)
        self.assertLessEqual(self.cr.sql_log_count - middle, 25)

    def test_what_odoo_calls_for_a_mail_is_for_the_server_only(self):
        self.authenticate("feedback_lead", "feedback_lead")
        for model, method, args in (
            ("rollout.sealed.note", "message_new", [{}]),
            ("rollout.sealed.note", "message_post", [[]]),
        ):
            with self.subTest(method), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call(model, method, *args)
