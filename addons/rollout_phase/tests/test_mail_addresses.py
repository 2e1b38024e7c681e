from email.utils import getaddresses

from odoo.tests import new_test_user, tagged

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestMailAddresses(RolloutCase):
    """Every mail comes from the program's company, and who answers reaches a person."""

    def setUp(self):
        super().setUp()
        # As in a scheduled action: OdooBot in the main company, which has a catchall of its own.
        self.main = self.env.ref("base.main_company")
        self.main.alias_domain_id = self.env["mail.alias.domain"].create({"name": "hq.example.com"})
        self.assertEqual(self.env.company, self.main)
        self.company.alias_domain_id = False
        self.company.email = "office@launching.example.com"
        self.lead.email = "lead@launching.example.com"
        self.sponsor.email = "sponsor@launching.example.com"

    def _queue(self, period="2026-W47", **values):
        self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            period,
            self.employees[:1],
            email_of=lambda employee: employee.work_email,
            prepare=lambda employee: {"subject": "Hello", **values},
        )
        return self.env["mail.mail"].search([("rollout_mailing_id.period", "=", period), ("subject", "=", "Hello")])

    def test_answers_go_to_the_lead(self):
        mail = self._queue()
        self.assertIn("lead@launching.example.com", mail.reply_to)
        self.assertIn("office@launching.example.com", mail.email_from)
        self.assertFalse(mail.record_alias_domain_id, "the main company's is not this one's")

    def test_a_mail_may_have_an_address_of_its_own(self):
        self.assertEqual(self._queue(reply_to="launch@in.example.com").reply_to, "launch@in.example.com")
        self.assertIn("lead@", self._queue("2026-W48", reply_to=False).reply_to)

    def _get_reply_to(self):
        return self.program._get_reply_to()

    def test_whoever_can_be_reached(self):
        other = new_test_user(
            self.env,
            login="other_lead",
            groups="rollout_phase.group_rollout_lead",
            company_id=self.company.id,
            company_ids=self.company.ids,
            email="other@launching.example.com",
        )
        self.lead.email = "nowhere"
        self.assertIn("sponsor@", self._get_reply_to())
        self.lead.write({"email": "lead@launching.example.com", "active": False})
        self.assertIn("sponsor@", self._get_reply_to())
        self.sponsor.email = False
        self.assertIn("other@", self._get_reply_to())
        other.active = False
        self.assertIn("office@", self._get_reply_to())
        self.company.email = False
        self.assertFalse(self._get_reply_to())

    def test_never_an_address_of_odoos_own(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "in.example.com"})
        self.lead.email = "catchall@in.example.com"
        self.assertIn("sponsor@", self._get_reply_to())
        self.program.write({"lead_id": False, "sponsor_id": False})
        self.company.email = "bounce@in.example.com"
        (self.env.ref("rollout_phase.group_rollout_lead").all_user_ids - self.stranger).active = False
        self.assertFalse(self._get_reply_to())

    def test_a_company_without_an_address(self):
        self.company.email = False
        mail = self._queue()
        self.assertIn("lead@launching.example.com", mail.email_from)
        self.assertNotIn("OdooBot", mail.email_from)

    def test_long_and_odd_names(self):
        self.lead.name = "Ann “The Lead” O'Neill, of Launching (and of many other companies as well) Ltd"
        self.assertEqual(self._get_reply_to(), "lead@launching.example.com")
        self.lead.name = "Ann,\nBo <bo@elsewhere.example.com>"
        self.assertEqual(
            [address for _name, address in getaddresses([self._get_reply_to()])],
            ["lead@launching.example.com"],
        )

    def test_what_the_system_writes_is_answered_by_a_person(self):
        """Notes, tasks and the like: OdooBot writes them, and nobody reads its mail."""
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "in.example.com"})
        for record in (self.program, self.phase):
            with self.subTest(record._name):
                robot = self.env.ref("base.partner_root")
                for author in (robot.id, False):
                    self.assertIn("lead@", record._notify_get_reply_to(robot.email, author)[record.id])
                own = record._notify_get_reply_to("ann@launching.example.com", self.sponsor.partner_id.id)
                self.assertNotIn("lead@", own[record.id], "what a person writes is answered as everywhere in Odoo")

    def test_a_task_of_a_scheduled_action(self):
        self.phase.activity_schedule("mail.mail_activity_data_todo", user_id=self.sponsor.id, summary="Sign")
        message = self.env["mail.message"].search(
            [("model", "=", "rollout.phase"), ("message_type", "=", "user_notification")], limit=1, order="id desc"
        )
        self.assertIn(self.sponsor.partner_id, message.notified_partner_ids)
        self.assertIn("lead@launching.example.com", message.reply_to)
