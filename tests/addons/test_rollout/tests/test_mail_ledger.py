from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .common import ProbeCase

WEEK = "2026-W47"


@tagged("post_install", "-at_install")
class TestMailLedger(ProbeCase):
    """Everybody gets a week's mail once, whatever is run twice; and its rows leave with the addon."""

    def _queue(self):
        return self.env["rollout.mailing"]._queue_probes(self.program, WEEK)

    def _get_rows(self):
        return self.env["rollout.mailing"].search([("program_id", "=", self.program.id)])

    def test_each_person_gets_it_once(self):
        self._new_probe()
        self.employees[-1].work_email = "nobody"
        self.assertEqual(self._queue(), 3)
        rows = self._get_rows()
        self.assertEqual(sorted(rows.mapped("state")), ["queued"] * 3 + ["set_aside"])
        self.assertEqual(rows[0].display_name, "Probes of the Week: 2026-W47")
        mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", rows.ids)])
        self.assertEqual(len(mails), 3)
        self.assertIn("The shelves", mails[0].body_html)
        self.assertEqual(mails.mapped("reply_to"), [self.program._prepare_mail_addresses()["reply_to"]] * 3)
        self.assertEqual(self._queue(), 0)
        self._new_employee("New", self.department)
        self.assertEqual(self._queue(), 1)

    def test_a_lead_tries_again(self):
        self.employees[-1].work_email = "nobody"
        self._queue()
        row = self._get_rows().filtered(lambda row: row.state == "set_aside").with_user(self.lead)
        self.assertEqual(row.reason_text, "No valid e-mail address")
        self.employees[-1].work_email = "di@launching.example.com"
        row.action_retry()
        self.assertEqual(set(self._get_rows().mapped("state")), {"queued"})

    def test_its_rows_leave_with_the_addon(self):
        self._queue()
        rows = self._get_rows()
        mails = self.env["mail.mail"].search([("rollout_mailing_id", "in", rows.ids)])
        self.assertTrue(mails)
        purpose = self.env["ir.model.fields.selection"].search(
            [("field_id.model", "=", "rollout.mailing"), ("value", "=", "test_rollout.probe")]
        )
        # What Odoo does when it uninstalls the addon.
        purpose.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        self.assertFalse(rows.exists() or mails.exists())
