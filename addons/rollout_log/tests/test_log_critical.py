from odoo.tests import tagged

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLogCritical(LogCase):
    def _get_told(self, item):
        messages = self.env["mail.message"].search(
            [
                ("model", "=", item._name),
                ("res_id", "=", item.id),
                ("message_type", "=", "user_notification"),
                # Not what core says to a new owner.
                ("author_id", "=", self.env.ref("base.partner_root").id),
                ("subject", "ilike", "%: " + item.name),
            ]
        )
        return messages, messages.notified_partner_ids

    def test_told_at_once_and_once(self):
        item = self._new_item(phase_id=self.accounting.id, user_id=self.stock_champion.id)
        self.assertFalse(self._get_told(item)[0])
        item.critical = True
        messages, told = self._get_told(item)
        self.assertEqual(told, (self.lead | self.stock_champion | self.champion).partner_id, "lead, owner and champion")
        item.write({"critical": True, "minutes_lost": 5})
        self.assertEqual(self._get_told(item)[0], messages)
        item.critical = False
        item.critical = True
        self.assertGreater(len(self._get_told(item)[0]), len(messages), "it became critical anew")

    def test_whoever_knows_is_not_told(self):
        item = self._new_item().with_user(self.lead)
        item.critical = True
        self.assertFalse(self._get_told(item)[0])

    def test_no_context_keeps_it_from_being_told(self):
        for key in ("install_mode", "tracking_disable", "mail_notrack", "mail_create_nolog", "import_file"):
            with self.subTest(key):
                item = self._new_item(key, phase_id=self.accounting.id)
                item.with_user(self.champion).with_context(**{key: True}).critical = True
                self.assertEqual(self._get_told(item)[1], self.lead.partner_id)

    def test_in_everybodys_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.champion.lang = "th_TH"
        item = self._new_item(phase_id=self.accounting.id, critical=True)
        messages, _told = self._get_told(item)
        self.assertEqual(len(messages), 2)
        self.assertEqual(len(set(messages.mapped("subject"))), 2)

    def test_what_arrives_unsigned_stays_unsigned(self):
        self.program.with_user(self.staff)._log_intake(
            [LogEntry(summary="<script>Stuck</script>", critical=True, phase_id=self.accounting.id)]
        )
        item = self.items.search([("program_id", "=", self.program.id)])
        messages, told = self._get_told(item)
        self.assertEqual(told, (self.lead | self.champion).partner_id)
        root = self.env.ref("base.partner_root")
        self.assertEqual(messages.author_id, root)
        self.assertNotIn(self.staff.email, "".join(messages.mapped("email_from")))
        self.assertNotIn(self.staff, (messages | item.message_ids).create_uid)
        self.assertIn("&lt;script&gt;", messages[0].body)

    def test_nobody_from_outside_and_nobody_gone(self):
        self.champion.active = False
        item = self._new_item(phase_id=self.accounting.id, critical=True)
        self.assertEqual(self._get_told(item)[1], self.lead.partner_id)
