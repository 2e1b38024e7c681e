from datetime import timedelta

from odoo.tests import tagged

from .common import THURSDAY, WEEK, FeedbackCase


@tagged("post_install", "-at_install")
class TestInvitation(FeedbackCase):
    def _get_addresses(self):
        return sorted(self._get_mails().mapped("email_to"))

    def test_everybody_in_launch_gets_one_mail(self):
        self._send()
        staff = self.env["hr.employee"].search(
            [
                (
                    "department_id",
                    "in",
                    (self.accounting.department_id | self.stock.department_id).ids,
                )
            ]
        )
        self.assertEqual(len(staff), 12)
        self.assertEqual(self._get_addresses(), sorted(staff.mapped("work_email")))
        self.assertEqual(self.program.wave_ids.week, WEEK)
        self.assertEqual(self.program.wave_ids.invited_count, 12)

    def test_second_run_sends_nothing(self):
        self._send()
        self._send(THURSDAY + timedelta(minutes=10))
        self._send(THURSDAY + timedelta(days=3))
        self.assertEqual(len(self._get_mails()), 12)

    def test_next_week_sends_again_but_no_week_is_made_up(self):
        self._send()
        self._send(THURSDAY + timedelta(weeks=4))
        self.assertEqual(len(self._get_mails()), 24)
        self.assertEqual(len(self.program.wave_ids), 2, "nothing of the weeks of standstill")

    def test_stages(self):
        for stage, people in (("ready", 12), ("live", 12), ("stable", 7), ("cancelled", 7)):
            with self.subTest(stage), self.cr.savepoint() as savepoint:
                self.stock._set_stage(stage)
                self._send()
                self.assertEqual(len(self._get_mails()), people)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_before_the_time_nothing_leaves(self):
        self._send(THURSDAY - timedelta(days=1))
        self.assertFalse(self.program.wave_ids)

    def test_someone_who_cannot_be_mailed_holds_up_nobody(self):
        staff = self.accounting.department_id.member_ids
        staff[0].work_email = False
        staff[1].work_email = "no address at all"
        self._send()
        self.assertEqual(len(self._get_mails()), 10)
        set_aside = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("state", "=", "set_aside")]
        )
        self.assertEqual(sorted(set_aside.mapped("res_id")), sorted(staff[:2].ids))
        self.assertTrue(all(set_aside.mapped("reason_text")))
        self.assertEqual(self.program.wave_ids.invited_count, 10)
        self._send(THURSDAY + timedelta(minutes=10))
        self.assertEqual(len(self._get_mails()), 10)

    def test_newcomer_is_invited_within_the_week(self):
        self._send()
        newcomer = self._new_employee("Newcomer", self.stock.department_id)
        self._send(THURSDAY + timedelta(days=1))
        self.assertEqual(self._get_mails()[0].email_to, newcomer.work_email)
        self.assertEqual(len(self._get_mails()), 13)

    def test_batches(self):
        self.patch(type(self.env["rollout.wave"]), "_invite_batch", self._invite_in_fives())
        self._send()
        self.assertEqual(len(self._get_mails()), 12)
        self.assertEqual(self.batches, [5, 5, 2])

    def _invite_in_fives(self):
        """Shrink the batch, so that the real method needs three of them."""
        original = type(self.env["rollout.wave"])._invite_batch
        self.batches = []
        from ..models import rollout_wave_invitation

        self.patch(rollout_wave_invitation, "BATCH_SIZE", 5)

        def spy(wave, batch):
            self.batches.append(original(wave, batch))
            return self.batches[-1]

        return spy

    def test_links_are_personal_and_say_nothing_about_the_person(self):
        self._send()
        mails = self._get_mails()
        links = {self._get_link(mail) for mail in mails}
        self.assertEqual(len(links), 12)
        for mail in mails:
            self.assertNotIn(mail.email_to, mail.body_html)
            self.assertTrue(mail.auto_delete)
            self.assertIn("Auto-Response-Suppress", mail.headers)
            self.assertFalse(mail.mail_message_id.model)
            self.assertIn("office@launching.example.com", mail.email_from)
        self.assertTrue(all("/rollout/feedback/" in link for link in links))

    def test_mail_speaks_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"].search([("name", "=", "rollout_feedback")])._update_translations(["th_TH"])
        reader, other = self.accounting.department_id.member_ids[:2]
        reader.lang = "th_TH"
        self._send()
        by_address = self._get_mails().grouped("email_to")
        thai, english = by_address[reader.work_email], by_address[other.work_email]
        self.assertTrue(any("\u0e00" < letter < "\u0e7f" for letter in thai.subject))
        self.assertTrue(any("\u0e00" < letter < "\u0e7f" for letter in thai.body_html))
        self.assertIn("?lang=th_TH", self._get_link(thai))
        self.assertIn("Answer now", english.body_html)
        self.assertIn("?lang=en_US", self._get_link(english))

    def test_rendered_once_per_language(self):
        qweb = type(self.env["ir.qweb"])
        original, rendered = qweb._render, []

        def spy(records, template, *args, **options):
            rendered.append(template)
            return original(records, template, *args, **options)

        self.patch(qweb, "_render", spy)
        self._send()
        self.assertEqual(rendered.count("rollout_feedback.invitation_mail"), 1)
