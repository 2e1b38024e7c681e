from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import RolloutCase

NOW = datetime(2027, 3, 2, 5)


def ago(minutes):
    return NOW - timedelta(minutes=minutes)


@tagged("post_install", "-at_install")
class TestScheduler(RolloutCase):
    """The line that says that scheduled actions have stopped, and silence while they haven't."""

    def setUp(self):
        super().setUp()
        started = patch("odoo.addons.rollout_base.models.rollout_scheduler_mixin.STARTED", ago(600))
        self.startPatcher(started)
        self.env["ir.cron.progress"].search([]).unlink()
        self._set(next_call=ago(10), last_call=ago(21))

    def _set(self, next_call, last_call, created=600):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_cron SET nextcall = %s, lastcall = %s, create_date = %s", [next_call, last_call, ago(created)]
        )
        self.env.invalidate_all()

    def _read(self, user=None):
        self.env.invalidate_all()
        with freeze_time(NOW):
            records = (self.program, self.phase)
            texts = {record.with_user(user or self.lead).scheduler_warning for record in records}
        self.assertEqual(len(texts), 1)
        return texts.pop()

    def test_said_after_twenty_minutes(self):
        self.assertIn("not run for 21 minutes", self._read())
        self._set(next_call=ago(10), last_call=ago(20))
        self.assertFalse(self._read())
        self._set(next_call=ago(180), last_call=ago(190))
        self.assertIn("restart the Odoo service", self._read())
        self.assertIn("3 hours", self._read())

    def test_whoever_relies_on_them_sees_it(self):
        for user in (self.lead, self.champion, self.sponsor, self.staff):
            self.assertTrue(self._read(user), user.login)

    def test_it_is_said_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.env["ir.module.module"]._get("rollout_phase")._update_translations(["th_TH"])
        with freeze_time(NOW):
            english, thai = (self.program.with_context(lang=lang).scheduler_warning for lang in ("en_US", "th_TH"))
        self.assertIn("21 minutes", english)
        self.assertIn("21 นาที", thai)
        self.assertNotIn("Odoo service", thai)

    def test_a_long_one_is_no_standstill(self):
        """While one runs, its own next time and that of those behind it are long past."""
        self._set(next_call=ago(25), last_call=ago(26))
        self.assertTrue(self._read())
        with freeze_time(ago(15)):
            cron = self.env.ref("rollout_phase.ir_cron_deliver")
            progress = self.env["ir.cron.progress"].create({"cron_id": cron.id, "remaining": 9})
            self.env.flush_all()
        self.env.cr.execute("UPDATE ir_cron_progress SET write_date = %s WHERE id = %s", [ago(15), progress.id])
        self.assertFalse(self._read())

    def test_just_installed(self):
        self._set(next_call=ago(19), last_call=None, created=19)
        self.assertFalse(self._read())
        self._set(next_call=ago(19), last_call=ago(500), created=19)
        self.assertFalse(self._read())
        self._set(next_call=ago(30), last_call=None, created=30)
        self.assertTrue(self._read())

    def test_nothing_was_due(self):
        self._set(next_call=NOW + timedelta(minutes=1), last_call=ago(50))
        self.assertFalse(self._read())

    def test_switched_off_is_not_overdue(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_cron SET active = FALSE, nextcall = %s", [ago(900)])
        self.assertFalse(self._read())
        self.program = self.program.with_context(active_test=False)
        self.assertFalse(self._read(), "nor where archived programs are looked at")

    def test_a_server_just_started_catches_up_first(self):
        with patch("odoo.addons.rollout_base.models.rollout_scheduler_mixin.STARTED", ago(4)):
            self.assertFalse(self._read())

    def test_a_run_ends_it(self):
        self.assertTrue(self._read())
        with freeze_time(ago(1)):
            self._run_cron("rollout_phase.ir_cron_deliver")
        self.assertFalse(self._read())
