from collections import Counter
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AFTER_WEEK, THURSDAY, FeedbackCase


@tagged("post_install", "-at_install")
class TestWaveDelivery(FeedbackCase):
    """Large waves, bad recipients, and what the lead sees of them."""

    def _get_rows(self, **values):
        domain = [("program_id", "=", self.program.id), *((name, "=", value) for name, value in values.items())]
        return self.env["rollout.mailing"].search(domain)

    def _measure_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._send()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_people(self):
        self._send()  # warms up what is read once
        self._get_rows().unlink()
        few = self._measure_queries()
        self.assertEqual(len(self._get_rows()), 12)
        self._get_rows().unlink()
        department = self.stock.department_id
        self.env["hr.employee"].with_context(tracking_disable=True).create(
            [
                {
                    "name": f"Clerk {number}",
                    "company_id": self.company.id,
                    "department_id": department.id,
                    "work_email": f"clerk{number}@launching.example.com",
                }
                for number in range(200)
            ]
        )
        many = self._measure_queries()
        self.assertEqual(len(self._get_rows()), 212)
        self.assertLessEqual((many - few) / 200, 0.1)

    def test_a_broken_wave_leaves_the_other_programs_alone(self):
        other = self.env["rollout.program"].create({"name": "Second", "company_id": self.company.id})
        department = self.env["hr.department"].create({"name": "Sales", "company_id": self.company.id})
        self._new_employee("Seller", department)
        self.env["rollout.phase"].create({"program_id": other.id, "department_id": department.id})
        wave_class = type(self.env["rollout.wave"])
        original = wave_class._render_invitation

        def render(wave):
            if wave.program_id == self.program:
                raise ValueError("broken template")
            return original(wave)

        self.patch(wave_class, "_render_invitation", render)
        with self.assertLogs("odoo.addons.rollout_base.models.ir_cron", "ERROR"):
            self._send()
        self.assertEqual(len(self._get_mails(other)), 1)
        self.assertFalse(self._get_rows(), "nobody is set aside for it")
        self.patch(wave_class, "_render_invitation", original)
        self._send(THURSDAY + timedelta(minutes=10))
        self.assertEqual(len(self._get_mails()), 12, "the next turn makes up for it")

    def test_a_name_of_two_lines_makes_a_subject_of_one(self):
        self.company.name = "Launching\nBcc: everybody@launching.example.com"
        self._send()
        self.assertEqual(
            set(self._get_mails().mapped("subject")),
            {"Launching Bcc: everybody@launching.example.com: how did your work go this week?"},
        )

    def test_the_lead_sees_how_many_wait_and_how_many_are_not_reached(self):
        staff = self.accounting.department_id.member_ids
        staff[0].work_email = "nowhere"
        self._send()
        wave = self.program.wave_ids.with_user(self.lead)
        self.assertEqual((wave.invited_count, wave.waiting_count, wave.unreached_count), (11, 11, 1))
        refused = self._get_mails().filtered(lambda mail: mail.email_to == staff[1].work_email)
        refused.state = "exception"
        refused.rollout_mailing_id._note_failure("unknown", "SMTPRecipientsRefused: {'x': (550, b'No such user')}")
        (self._get_mails() - refused)[:5].unlink()  # as once they are sent
        wave.invalidate_recordset()
        self.assertEqual((wave.invited_count, wave.waiting_count, wave.unreached_count), (10, 5, 2))
        rows = self.env["rollout.mailing"].with_user(self.lead).search(wave.action_view_unreached()["domain"])
        self.assertEqual(set(rows.mapped("res_id")), set(staff[:2].ids))
        self.assertTrue(all(rows.mapped("reason_text")))

    def test_no_link_leaves_that_opens_nothing_any_more(self):
        self._send()
        mails = self._get_mails()
        with self._at(AFTER_WEEK - timedelta(minutes=1)):
            mails[:2].send()
        self.assertEqual(set(mails[:2].mapped("state")), {"outgoing"}, "tests send nothing, but would have")
        with self._at(AFTER_WEEK):
            mails.send()
        self.assertEqual(set(mails.mapped("state")), {"cancel"})

    @mute_logger("odoo.models.unlink")
    def test_no_week_is_skipped_or_doubled_in_any_time_zone(self):
        """Three weeks each around the changes of the clocks, and around week 53, looked at every six hours."""
        self.program.feedback_enabled = False
        programs = {zone: self._new_program(zone) for zone in ("Pacific/Auckland", "America/New_York", "Asia/Kolkata")}
        periods = {
            datetime(2026, 3, 2): {"2026-W10", "2026-W11", "2026-W12"},  # New York forward
            datetime(2026, 3, 30): {"2026-W14", "2026-W15", "2026-W16"},  # Auckland back
            datetime(2026, 9, 21): {"2026-W39", "2026-W40", "2026-W41"},  # Auckland forward
            datetime(2026, 10, 26): {"2026-W44", "2026-W45", "2026-W46"},  # New York back
            datetime(2026, 12, 21): {"2026-W52", "2026-W53", "2027-W01"},
        }
        for start, weeks in periods.items():
            moments = [start + timedelta(hours=hours) for hours in range(-24, 21 * 24 + 24, 6)]
            # Everywhere, Sunday morning lies within these days.
            for moment in [moment for moment in moments if moment.weekday() in (5, 6, 0)]:
                self._send(moment)
            for zone, program in programs.items():
                with self.subTest(zone, start=start):
                    rows = self.env["rollout.mailing"].search([("program_id", "=", program.id)])
                    sent = Counter(row.period for row in rows if row.period in weeks)
                    self.assertEqual(sent, dict.fromkeys(weeks, 1))

    def _new_program(self, zone):
        company = self.env["res.company"].create({"name": zone, "email": "office@zone.example.com"})
        company.resource_calendar_id.tz = zone
        department = self.env["hr.department"].create({"name": "Desk", "company_id": company.id})
        self._new_employee("Clerk", department, company_id=company.id)
        program = self.env["rollout.program"].create(
            # Sunday night: the hours that come twice, or don't come.
            {"name": zone, "company_id": company.id, "feedback_weekday": "6", "feedback_hour": 2.5}
        )
        self.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
        return program
