from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_base.models.ir_cron import RETRY
from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_notes import NotesCase


@tagged("post_install", "-at_install")
class TestCustomizationRequest(NotesCase, RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees[1].user_id = cls.staff

    def _go_live(self, moment="2026-03-02 05:00:00"):
        self._open_gate()
        with freeze_time(moment):
            self.phase.with_user(self.lead).action_go_live()

    def _ask(self, user=None, **values):
        return (
            self.env["rollout.customization.request"]
            .with_user(user or self.staff)
            .create({"name": "A bigger button", "phase_id": self.phase.id, **values})
        )

    def _release(self):
        self._run_cron("rollout_freeze.ir_cron_release_requests")

    def _decide(self, request, user, decision, reason="Because"):
        return (
            self.env["rollout.customization.decision"]
            .with_user(user)
            .create({"request_id": request.id, "decision": decision, "reason": reason})
            .action_decide()
        )

    def test_day_89_parks_and_day_90_releases(self):
        self._go_live()
        self.assertEqual(self.phase.freeze_end, date(2026, 5, 31))
        # Bangkok is seven hours ahead: day 90 begins there at 17:00 UTC of the day before.
        with freeze_time("2026-05-30 16:59:00"):
            request = self._ask()
            self.assertEqual(request.state, "parked")
            self.assertTrue(self.phase.is_frozen)
            self._release()
            self.assertEqual(request.state, "parked", "day 89")
        with freeze_time("2026-05-30 17:01:00"):
            self._release()
            self.assertEqual(request.state, "to_decide", "day 90")
            self.assertFalse(self.phase.is_frozen)
            self.assertEqual(self._ask().state, "to_decide", "there is nothing to wait for")

    def test_freeze_length_is_the_programs(self):
        self.program.freeze_days = 30
        self._go_live()
        with freeze_time("2026-04-01 05:00:00"):
            self.assertEqual(self._ask().state, "to_decide")

    def test_a_freeze_that_is_on_is_not_shortened(self):
        program = self.program.with_user(self.lead)
        program.freeze_days = 80
        self._go_live()
        with freeze_time("2026-03-10 05:00:00"):
            with self.assertRaisesRegex(UserError, "sponsor"):
                program.freeze_days = 0
            program.freeze_days = 90
        with freeze_time("2026-07-01 05:00:00"):
            self.env.invalidate_all()
            program.freeze_days = 30

    def test_before_go_live_requests_wait_for_the_freeze_too(self):
        request = self._ask()
        self.assertEqual(request.state, "parked")
        self.assertFalse(request.release_date)
        self._release()
        self.assertEqual(request.state, "parked")
        self._go_live()
        self.assertEqual(request.release_date, date(2026, 5, 31))

    def test_a_cancelled_department_has_no_freeze(self):
        request = self._ask()
        self.phase.with_user(self.lead).action_cancel()
        self._release()
        self.assertEqual(request.state, "to_decide")

    def test_release_goes_on_in_batches(self):
        requests = [self._ask(name=f"Wish {n}") for n in range(5)]
        self._go_live()
        self.env.flush_all()
        with freeze_time("2026-06-30"), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            model = self.env(cr=cr)["rollout.customization.request"]
            model._cron_release(batch_size=2)
        self.env.invalidate_all()
        self.assertEqual({request.state for request in requests}, {"to_decide"})

    def test_a_request_that_is_left_undone_is_no_unfinished_job(self):
        request = self._ask()
        self._go_live()
        self.env.flush_all()
        locked = {"_try_turn": lambda records, *_options: records.browse()}
        failing = {"_release": lambda _requests: {}["missing"]}
        for broken in (locked, failing):
            with (
                self.subTest(*broken),
                patch.multiple(type(request), **broken),
                mute_logger("odoo.addons.rollout_base.models.ir_cron"),
                freeze_time("2026-06-30"),
                self.enter_registry_test_mode(),
                self.registry.cursor() as cr,
            ):
                cron, progress = self.env(cr=cr).ref("rollout_freeze.ir_cron_release_requests")._add_progress()
                cron.with_context(cron_id=cron.id).env["rollout.customization.request"]._cron_release()
                progress.invalidate_recordset()
                self.assertEqual((progress.done, progress.remaining), (1, 0))
                again = cron.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
                self.assertEqual(again.call_at, fields.Datetime.now() + RETRY)
                again.unlink()
        self.env.invalidate_all()
        self.assertEqual(request.state, "parked")

    def test_a_lead_decides_with_a_reason_and_for_good(self):
        self._go_live()
        with freeze_time("2026-06-30"):
            request = self._ask()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(request, self.lead, "accepted", reason="  ")
        for user in (self.sponsor, self.champion, self.staff):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._decide(request, user, "accepted")
        self._decide(request, self.lead, "refused", reason="A filter does it")
        self.assertEqual(request.state, "refused")
        self.assertEqual(request.decided_by_id, self.lead)
        self.assertTrue(any("A filter does it" in body for body in request.message_ids.mapped("body")))
        with self.assertRaisesRegex(UserError, "already been decided"):
            self._decide(request, self.lead, "accepted")
        with self.assertRaisesRegex(UserError, "stays as it was"):
            request.with_user(self.lead).name = "Something else"
        with self.assertRaisesRegex(UserError, "is kept"):
            request.with_user(self.lead).unlink()
        with self.assertRaises(UserError):
            self.phase.unlink()

    def test_parked_is_not_decided(self):
        request = self._ask()
        with self.assertRaisesRegex(UserError, "until the freeze is over"):
            self._decide(request, self.lead, "accepted")

    def test_only_the_sponsor_grants_an_exception(self):
        self._go_live()
        with freeze_time("2026-03-20"):
            request = self._ask()
            for user in (self.lead, self.champion, self.staff):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._decide(request, user, "exception")
            self.assertTrue(request.with_user(self.sponsor).can_grant)
            self.assertFalse(request.with_user(self.lead).can_grant)
            self._decide(request, self.sponsor, "exception", reason="The law asks for it")
        self.assertEqual(request.state, "exception")
        for record in (request, self.phase):
            bodies = record.message_ids.mapped("body")
            self.assertTrue(any("The law asks for it" in body for body in bodies))
        with freeze_time("2026-06-30"):
            self._release()
        self.assertEqual(request.state, "exception")

    def test_no_exception_where_nothing_waits(self):
        self._go_live()
        with freeze_time("2026-06-30"):
            request = self._ask()
            with self.assertRaisesRegex(UserError, "Only a parked request"):
                self._decide(request, self.sponsor, "exception")

    def test_a_former_sponsor_grants_nothing(self):
        request = self._ask()
        self.program.sponsor_id = self.lead
        with self.assertRaises(AccessError):
            self._decide(request, self.sponsor, "exception")

    def test_decisions_can_not_be_written(self):
        request = self._ask()
        for values in (
            {"state": "accepted"},
            {"decision_reason": "x"},
            {"decided_by_id": self.sponsor.id},
            {"decided_on": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values=values):
                for user in (self.lead, self.staff):
                    with self.assertRaisesRegex(UserError, "only with its buttons"):
                        request.with_user(user).write(values)
                with self.assertRaisesRegex(UserError, "only with its buttons"):
                    self._ask(**values)
        with self.assertRaisesRegex(UserError, "only with its buttons"):
            request.with_user(self.lead).with_context(default_state="accepted").copy()

    def test_staff_ask_in_their_own_name_and_read_their_own(self):
        request = self._ask()
        self.assertEqual(request.employee_id, self.employees[1])
        request.with_user(self.staff).evidence = "Three cases this week"
        with self.assertRaises(AccessError):
            self._ask(employee_id=self.employees[2].id)
        with self.assertRaises(AccessError):
            request.with_user(self.staff).employee_id = self.employees[2]
        other = self._ask(user=self.lead, employee_id=self.employees[2].id)
        self.assertNotIn(other, self.env[other._name].with_user(self.staff).search([]))
        with self.assertRaises(AccessError):
            other.with_user(self.staff).read(["name"])

    def test_a_champion_works_on_own_phases_only(self):
        self._open_gate()
        request = self._ask()
        request.with_user(self.champion).evidence = "Counted on Friday"
        elsewhere = self._new_phase(self._new_department("Inventory"))
        with self.assertRaises(AccessError):
            self._ask(phase_id=elsewhere.id).with_user(self.champion).read(["name"])

    def test_hours_are_not_negative(self):
        with self.assertRaises(UserError):
            self._ask(hours_lost=-1)

    def test_counts_on_the_phase(self):
        self._ask()
        self.assertEqual(self.phase.with_user(self.lead).request_count, 1)
        self.assertEqual(self.phase.with_user(self.champion).request_count, 0)

    def test_a_request_is_neither_released_nor_moved_by_who_asks(self):
        foreign = self.env["rollout.program"].create({"name": "Elsewhere", "company_id": self.other_company.id})
        request = self._ask()
        for values in ({"release_date": "2020-01-01"}, {"program_id": foreign.id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                request.write(values)

    def test_a_wish_is_answered_and_not_deleted(self):
        request = self._ask()
        self.env.flush_all()
        self.env.cr.precommit.run()
        with self.assertRaisesRegex(UserError, "decide on it"), self.env.cr.savepoint():
            request.with_user(self.lead).unlink()
        with self.assertRaisesRegex(UserError, "decide on it"), self.env.cr.savepoint():
            self.phase.with_user(self.lead).request_ids = [Command.delete(request.id)]
        request.with_user(self.lead).with_context(tracking_disable=True).write({"name": "Another", "hours_lost": 0.5})
        self.assertIn("name", self._read_notes(request.sudo()))

    def test_a_request_waits_for_its_own_department(self):
        other = self._new_phase(self._new_department("Sales"), sequence=20)
        self._go_live()
        other.with_user(self.lead).action_cancel()
        for user in (self.lead, self.staff):
            with freeze_time("2026-03-03"), self.subTest(user=user.login):
                request = self._ask(user)
                with self.assertRaisesRegex(UserError, "stays with its department"):
                    request.with_user(user).phase_id = other
                with self.assertRaisesRegex(UserError, "cancelled"):
                    self._ask(user, phase_id=other.id)
                self.assertEqual(request.state, "parked")

    def test_cancelling_opens_no_freeze(self):
        self._go_live()
        with freeze_time("2026-03-03"):
            request = self._ask()
            self.phase.with_user(self.lead).action_cancel()
            self.assertFalse(request.search(request._get_due_domain()))
            self.assertFalse(request.sudo()._release())
        self.assertEqual(request.state, "parked")

    def test_an_exception_repeats_no_words_to_everybody(self):
        request = self._ask(name="My boss shouts when the label is wrong")
        self._decide(request, self.sponsor, "exception", "Labels are checked at the dock")
        notes = self._read_notes(self.phase)
        self.assertIn("checked at the dock", notes)
        self.assertNotIn("shouts", notes)

    def test_a_dialog_tells_nothing_to_another_company(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            self._decide(request, self.stranger, "accepted")
