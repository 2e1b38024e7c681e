import io

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfReader

from .common import RolloutCase

LONG = "Somebody counted every shelf of the third warehouse twice and wrote the difference down. "
THAI = "นับสินค้าทุกชั้นในคลังที่สามสองรอบแล้วจดส่วนต่างไว้ทั้งหมดเพื่อให้ทีมบัญชีตรวจสอบได้ก่อนวันเริ่มใช้งานจริง"


@tagged("post_install", "-at_install")
class TestGateReport(RolloutCase, HttpCase):
    """The real PDF, printed by the real wkhtmltopdf."""

    def _print(self, phases, user=None, lang="en_US"):
        self.env.invalidate_all()
        report = self.env["ir.actions.report"].with_user(user or self.lead)
        report = report.with_context(force_report_rendering=True, lang=lang)
        content, kind = report._render_qweb_pdf("rollout_phase.gate_report", phases.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def _override(self, reason):
        wizard = self.env["rollout.gate.override.wizard"].with_user(self.sponsor)
        wizard.create({"phase_id": self.phase.id, "reason": reason}).action_override()

    def test_one_page_with_what_the_gate_says(self):
        self._open_gate()
        self.phase.planned_go_live = "2026-03-11"
        self.phase.gate_check_ids = [Command.create({"name": "The tills are connected"})]
        self.phase.gate_check_ids.filtered(lambda check: check.kind == "order").mandatory = False
        [text] = self._print(self.phase)
        for words in (
            "Accounting",
            "Launch",
            "The gate is closed.",
            "In the way: The tills are connected",
            "Nobody has confirmed this yet.",
            "Seen with our own eyes",
            "advisory",
            f"{self.phase.gate_passed} of {self.phase.gate_total}",
            "Signed by",
            self.program.signature_id.hash[:12],
            "Ann",
            "03/11/2026",
        ):
            self.assertIn(words, text)
        self._override("The tills come on Friday")
        [text] = self._print(self.phase)
        self.assertIn("The tills come on Friday", text)
        self.assertIn("overridden", text)
        self.assertIn("The gate is open.", text)

    def test_who_let_a_check_go_and_why(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "champions")
        wizard = self.env["rollout.gate.waiver.wizard"].with_user(self.sponsor)
        with freeze_time("2026-03-05 20:00:00"):  # the sixth in Bangkok
            wizard.create({"check_id": check.id, "reason": "Bo asked everybody, there is none"}).action_waive()
        [text] = self._print(self.phase, user=self.champion)
        words = f"Waived by {self.sponsor.name} on 03/06/2026: Bo asked everybody, there is none · {check.detail[:60]}"
        self.assertIn(words, text)
        self.assertIn("waived", text)
        check.with_user(self.lead).mandatory = True
        [text] = self._print(self.phase)
        self.assertNotIn("Bo asked", text, "it is asked for again")

    def test_it_stays_on_one_page(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.program.with_user(self.sponsor).action_sign_expectations()
        for number in range(3):
            self.phase.gate_check_ids = [Command.create({"name": f"{number} {LONG}"})]
            self._override(LONG * 20)
        self.phase.name = THAI
        self.phase.champion_ids = [Command.create({"employee_id": employee.id}) for employee in self.employees]
        self.employees.name = THAI
        self.program.name = LONG * 3
        self.phase.gate_check_ids = [
            Command.create({"name": f"W{text}", "evidence": f"{n} {text * 12}"})
            for n, text in enumerate([LONG, THAI, "W" * 300] * 7)
        ]
        manual = self.phase.gate_check_ids.filtered(lambda check: check.evidence)
        manual.with_user(self.lead).action_confirm()
        demanded = self.phase.gate_check_ids.filtered("is_demanded")
        demanded.write({"mandatory": False, "waived_by_id": self.sponsor.id, "waived_on": "2026-03-05 20:00:00"})
        demanded.waiver_reason = LONG * 3
        for lang in ("en_US", "th_TH"):
            for few in (False, True):
                if few:
                    (self.phase.gate_check_ids - manual[:6]).unlink()
                with self.subTest(lang=lang, few=few):
                    [text] = self._print(self.phase, lang=lang)
                    self.assertIn(self.program.signature_id.hash[:12], text, "the last line is there")

    def test_several_phases_have_a_page_each(self):
        other = self._new_phase(self._new_department("Inventory"))
        first, second = self._print(self.phase | other)
        self.assertIn("Accounting", first)
        self.assertIn("Inventory", second)

    def test_a_reader_s_rights_hold(self):
        self._open_gate()
        for user in (self.lead, self.champion, self.sponsor):
            [text] = self._print(self.phase, user=user)
            self.assertIn("Seen with our own eyes", text, user.login)
        [text] = self._print(self.phase, user=self.staff)
        self.assertNotIn("Seen with our own eyes", text)
        self.assertNotIn("Champions are named", text)
        self.assertIn(f"{self.phase.gate_passed} of {self.phase.gate_total}", text)
        with self.assertRaises(AccessError):
            self._print(self.phase, user=self.stranger)

    def test_it_is_printed_from_the_web_client(self):
        self.assertIn(
            self.env.ref("rollout_phase.gate_report_action").id,
            [
                action["id"]
                for action in self.env["ir.actions.actions"]
                .with_user(self.staff)
                .get_bindings("rollout.phase")["report"]
            ],
        )
        self.authenticate(self.staff.login, self.staff.login)
        response = self.url_open(f"/report/html/rollout_phase.gate_report/{self.phase.id}")
        self.assertIn("Gate report", response.text)
