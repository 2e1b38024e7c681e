import logging
import time

from odoo.exceptions import LockError
from odoo.tests import TransactionCase, tagged

from ..models.ir_cron import Step

CRON_LOG = "odoo.addons.rollout_base.models.ir_cron"


@tagged("post_install", "-at_install")
class TestCron(TransactionCase):
    """Jobs that work record by record, as Odoo's scheduler runs them."""

    def setUp(self):
        super().setUp()
        self.handled = []

    def _run(self, call, names, seconds=60, fails=True):
        """Let ``call(cron, partners)`` run as a job; give its progress and the number of runs that it asks for."""
        ids = self.env["res.partner"].create([{"name": name} for name in names]).ids
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            cron = self.env(cr=cr).ref("base.autovacuum_job")
            cron.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
            cron, progress = cron._add_progress()
            cron = cron.with_context(cron_id=cron.id, cron_end_time=time.monotonic() + seconds)
            cron._commit_progress(remaining=len(names))
            with self.assertLogs(CRON_LOG, "ERROR") if fails else self.assertNoLogs(CRON_LOG):
                call(cron, cron.env["res.partner"].browse(ids))
            progress.invalidate_recordset()
            triggers = cron.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
            return (progress.done, progress.remaining), triggers

    def _run_isolated(self, cron, partners):
        cron._run_isolated(partners, self._handle, lambda partner: f"{partner} could not be handled")

    def _handle(self, partner):
        if partner.name.startswith("Bad"):
            raise ValueError(partner.name)
        self.handled.append(partner.name)

    def test_what_fails_holds_up_no_other_and_is_tried_once_more_later(self):
        progress, triggers = self._run(self._run_isolated, ["Bad 1", "Good 1", "Bad 2", "Good 2", "Bad 3"])
        self.assertEqual(self.handled, ["Good 1", "Good 2"])
        self.assertEqual((progress, triggers), ((5, 0), 1))

    def test_what_fails_does_not_take_the_time_of_all_others(self):
        progress, triggers = self._run(self._run_isolated, ["Bad 1", "Bad 2", "Good 1", "Good 2"], seconds=-1)
        self.assertEqual(self.handled, ["Good 1"])
        self.assertEqual((progress, triggers), ((3, 1), 1))

    def test_who_waits_too_long_for_a_turn_tries_again_later(self):
        """Nothing is at fault where somebody holds a record for long."""

        def handle(partner):
            if partner.name == "Held":
                raise LockError("Somebody else is working on this")
            self.handled.append(partner.name)

        def call(cron, partners):
            with self.assertLogs(CRON_LOG, logging.INFO) as logged:
                cron._run_isolated(partners, handle, lambda partner: f"{partner.id} could not be handled")
            self.assertEqual([record.levelname for record in logged.records], ["INFO"])
            self.assertFalse(logged.records[0].exc_info)

        progress, triggers = self._run(call, ["Held", "Free"], fails=False)
        self.assertEqual(self.handled, ["Free"])
        self.assertEqual((progress, triggers), ((2, 0), 1))

    def test_batches_that_fail_let_the_next_program_have_its_turn(self):
        def fail(_partner):
            raise ValueError("never")

        progress, triggers = self._run(
            lambda cron, partner: cron._run_steps([Step(partner, fail, "Not one could be told", in_batches=True)]),
            ["Locked"],
            seconds=-1,
        )
        self.assertEqual((progress, triggers), ((1, 0), 1))

    def test_nothing_left_is_no_failure(self):
        progress, triggers = self._run(
            lambda cron, partner: cron._run_steps([Step(partner, lambda _partner: 0, "Never said", in_batches=True)]),
            ["Locked"],
            fails=False,
        )
        self.assertEqual((progress, triggers), ((1, 0), 0))
