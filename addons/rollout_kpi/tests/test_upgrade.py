"""What an older database holds goes on as it was."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.rollout_digest.models import rollout_program
from odoo.addons.rollout_phase.tests.common import migrate

from ..models import rollout_kpi_tracking, rollout_phase
from .common import KpiCase


@tagged("post_install", "-at_install")
class TestUpgrade(KpiCase):
    def test_mails_under_their_old_names_are_not_sent_again(self):
        purposes = {
            "digest": rollout_program.PURPOSE,
            "digest.milestone": rollout_phase.MILESTONE_PURPOSE,
            "kpi.alarm": rollout_kpi_tracking.ALARM_PURPOSES["alarm"],
            "kpi.missing": rollout_kpi_tracking.ALARM_PURPOSES["missing"],
        }
        mailings = self.env["rollout.mailing"]
        sponsor = self.program.sponsor_id
        for old, new in purposes.items():
            mailing = mailings.create(
                {
                    "program_id": self.program.id,
                    "purpose": new,
                    "period": "2026-W15",
                    "res_model": sponsor._name,
                    "res_id": sponsor.id,
                }
            )
            self.env.flush_all()
            self.env.cr.execute("UPDATE rollout_mailing SET purpose = %s WHERE id = %s", [old, mailing.id])
        self.env.invalidate_all()
        migrate(self.env.cr, "rollout_kpi", "19.0.1.1.0/pre-name_purposes.py")
        for new in purposes.values():
            with self.subTest(purpose=new):
                self.assertFalse(mailings._get_pending(self.program, new, "2026-W15", sponsor))

    def test_older_samples_are_settled(self):
        self.phase.go_live_date = "2026-01-05"
        task = self.env["rollout.task"].create(
            {"name": "Pay", "phase_id": self.phase.id, "old_minutes": 10, "old_method": "Timed"}
        )
        sample = self.env["rollout.task.sample"].create({"task_id": task.id, "date": "2026-01-06", "minutes": 9})
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE rollout_task_sample DROP COLUMN entered_on")
        migrate(self.env.cr, "rollout_kpi", "19.0.1.2.0/pre-settle_samples.py")
        self.env.invalidate_all()
        self.assertEqual(sample.entered_on, sample.date)
        with self.assertRaisesRegex(UserError, "on the day on which it was entered"):
            sample.with_user(self.lead).minutes = 3
