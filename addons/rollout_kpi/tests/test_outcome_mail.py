import io
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfReader

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .common import GO_LIVE, noon
from .common_milestone import MilestoneCase


@tagged("post_install", "-at_install")
class TestOutcomeMail(MilestoneCase, HttpCase):
    """The outcome report, printed by the real wkhtmltopdf and sent with the milestone's mail."""

    def setUp(self):
        super().setUp()
        for day in (30, 60, 90):
            self._enter(day, 11)

    def _queue(self, day):
        """As the scheduled action does, but in the transaction that the server of the test shares."""
        readers = self.program._get_milestone_readers()[self.program]
        phase = self.phase.with_context(force_report_rendering=True)
        with freeze_time(noon(GO_LIVE + timedelta(days=day))):
            phase._queue_milestone(day, readers)
        return self.env["mail.mail"].search([("subject", "like", f"day {day}:")])

    def test_outcome_report_from_day_90_on(self):
        self.assertFalse(self._queue(60).attachment_ids)
        mail = self._queue(90)
        attachment = mail.attachment_ids
        self.assertEqual(attachment.name, "Outcome Report - Accounting.pdf")
        [page] = PdfReader(io.BytesIO(attachment.raw)).pages
        self.assertIn("Month-end close", " ".join(page.extract_text().split()))
        mail.unlink()
        self.assertFalse(attachment.exists())

    def test_told_without_wkhtmltopdf(self):
        with patch.object(IrActionsReport, "get_wkhtmltopdf_state", lambda self: "install"):
            mail = self._queue(90)
        self.assertTrue(mail)
        self.assertFalse(mail.attachment_ids)
