from datetime import date, datetime, time, timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools import print_chart, task_time
from odoo.addons.rollout_kpi.tools.task_time import WeekTime

from .common import GO_LIVE, KpiCase, noon

WEEKS = st.dictionaries(
    st.integers(1, 30),
    st.builds(WeekTime, st.floats(0.1, 500), st.integers(1, 9)),
    max_size=20,
)
OLD = st.floats(0.1, 500)


class TestTaskTimeTools(BaseCase):
    @given(WEEKS, OLD)
    @settings(max_examples=200, deadline=None)
    def test_recovered_means_no_slower_week_since(self, weeks, old):
        since = task_time.parity_week(weeks, old)
        state = task_time.judge_task(weeks, old)
        self.assertEqual(since is not None, state == task_time.RECOVERED)
        if since:
            self.assertLessEqual(max(m for w, m in task_time.counted(weeks).items() if w >= since), old)

    @given(WEEKS, OLD)
    @settings(max_examples=200, deadline=None)
    def test_everything_drawn_is_inside_the_picture(self, weeks, old):
        curve = print_chart.task_curve(weeks, old, 340, 128)
        self.assertEqual([dot["week"] for dot in curve["dots"]], sorted(weeks))
        for dot in curve["dots"]:
            self.assertTrue(curve["left"] <= dot["x"] <= curve["right"], dot)
            self.assertTrue(curve["top"] <= dot["y"] <= curve["bottom"], dot)
        self.assertLessEqual(len(curve["ticks"]), print_chart.LABELS_MOST)

    @given(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=6))
    @settings(max_examples=200, deadline=None)
    def test_no_bar_is_invisible_or_outside(self, values):
        for value, bar in zip(values, print_chart.bars(values, 120, 28), strict=True):
            self.assertEqual(value is None, bar is None)
            if bar:
                self.assertGreaterEqual(bar["height"], 1)
                self.assertGreaterEqual(bar["y"], 0)
                self.assertLessEqual(bar["y"] + bar["height"], 28.1)


@tagged("post_install", "-at_install")
class TestTaskTime(KpiCase):
    def setUp(self):
        super().setUp()
        self._enter_baseline(self._track())
        self.task = self.lead_env["rollout.task"].create(
            {"name": "Pay a bill", "phase_id": self.phase.id, "old_minutes": 9, "old_method": "Timed five times"}
        )
        self.task.old_minutes = 10
        self._go_live()

    def _sample(self, week, *minutes, task=None, user=None):
        day = GO_LIVE + timedelta(days=7 * (week - 1))
        with freeze_time(noon(day)):
            return (
                self.env["rollout.task.sample"]
                .with_user(user or self.lead)
                .create([{"task_id": (task or self.task).id, "date": day, "minutes": value} for value in minutes])
            )

    def _run_check(self):
        with freeze_time(noon(GO_LIVE + timedelta(days=50))):
            self._run_cron("rollout_kpi.ir_cron_flag_slow_tasks")

    def _get_warnings(self):
        return self.phase.activity_ids.filtered(lambda activity: "is slower than before" in (activity.summary or ""))

    def test_the_day_proposed_is_one_that_is_accepted(self):
        """Go-live is over in Auckland before noon of its day in Bangkok, and not begun in Honolulu."""
        for tz in ("Pacific/Auckland", "Pacific/Honolulu", "Asia/Bangkok"):
            with freeze_time(datetime.combine(GO_LIVE, time(14, 0))):
                sample = (
                    self.env["rollout.task.sample"].with_context(tz=tz).create({"task_id": self.task.id, "minutes": 9})
                )
            self.assertEqual(sample.date, GO_LIVE, tz)
        with freeze_time(datetime.combine(GO_LIVE, time(0, 30)) - timedelta(hours=7)):
            sample = (
                self.env["rollout.task.sample"].with_context(tz="UTC").create({"task_id": self.task.id, "minutes": 9})
            )
        self.assertEqual(sample.date, GO_LIVE)

    def test_dip_and_recovery(self):
        self.assertEqual(self.task.state, "too_few")
        self.assertFalse(self.task.curve)
        self._sample(1, 15, 14, 40)
        self.assertEqual((self.task.state, self.task.latest_minutes), ("dip", 15))
        self.assertIn("over by week 6", self.task.finding)
        self._sample(4, 9, 9)
        self.assertEqual(self.task.latest_week, 1, "two samples are too few")
        self._sample(5, 9, 10, 11)
        self.assertEqual((self.task.state, self.task.parity_week), ("recovered", 5))
        self.assertIn("since week 5", self.task.finding)
        self.assertIn("<svg", self.task.curve)
        self.assertEqual(self.task.curve.count('r="3.5"'), 3)

    def test_week_six_slower_than_before_is_flagged_once(self):
        self._sample(5, 12, 12, 12)
        self._run_check()
        self.assertFalse(self._get_warnings(), "week 5 may still be slow")
        self._sample(6, 10.5, 11, 12)
        slow = self.env["rollout.task"].with_user(self.lead).search([("state", "=", "slow")])
        self.assertEqual(slow, self.task)
        self._run_check()
        self._run_check()
        activity = self._get_warnings()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.lead)
        self.assertIn("week 6", activity.summary)
        self._sample(7, 9, 9, 9)
        self.assertEqual(self.task.state, "recovered")
        self._sample(8, 12, 12, 12)
        self._run_check()
        self.assertEqual(len(self._get_warnings()), 1)

    def test_without_a_lead_somebody_is_told_and_the_next_lead_takes_it_over(self):
        self._sample(6, 12, 12, 12)
        self.program.lead_id = False
        self.lead.action_archive()
        self._run_check()
        self.assertEqual(self._get_warnings().user_id, self.sponsor)
        self.lead.action_unarchive()
        self.program.lead_id = self.lead
        self._run_check()
        self.assertEqual(self._get_warnings().user_id, self.lead)

    def test_no_flag_after_a_cancelled_launch(self):
        self._sample(6, 12, 12, 12)
        self.phase.with_user(self.lead).action_cancel()
        self._run_check()
        self.assertFalse(self._get_warnings())

    def test_one_task_that_fails_silences_no_other(self):
        other = self.task.sudo().copy({"name": "Other"})
        self._sample(6, 12, 12, 12)
        self._sample(6, 12, 12, 12, task=other)
        model = self.registry["rollout.task"]
        flag = model._flag_slow

        def failing(task):
            flag(task)
            if task == self.task:
                raise ValueError("broken")

        self.patch(model, "_flag_slow", failing)
        with self.assertLogs("odoo.addons.rollout_base.models.ir_cron", "ERROR"):
            self._run_check()
        self.assertTrue(other.flagged_week)
        self.assertEqual(len(self._get_warnings()), 1, "nothing is left of what failed")
        self.patch(model, "_flag_slow", flag)
        self._run_check()
        self.assertTrue(self.task.flagged_week, "it is tried again")
        self.assertEqual(len(self._get_warnings()), 2)

    def test_a_sample_is_from_a_week_after_go_live(self):
        for day in (GO_LIVE - timedelta(days=1), date(2026, 4, 2)):
            with freeze_time(noon(date(2026, 4, 1))), self.assertRaises(ValidationError), self.cr.savepoint():
                self.task.sample_ids = [Command.create({"date": day, "minutes": 3})]
        with freeze_time(noon(date(2026, 4, 1))):
            self.task.sample_ids = [Command.create({"minutes": 3})]
        self.assertEqual(self.task.sample_ids.week, 5)

    def test_samples_of_before_a_later_go_live_count_for_nothing(self):
        self._sample(1, 15, 15, 15)
        self.assertEqual(self.task.state, "dip")
        self.phase.sudo().go_live_date += timedelta(days=7)
        self.assertEqual((self.task.state, self.task.sample_count), ("too_few", 3))

    def test_no_sample_before_go_live(self):
        phase = self._new_phase(self._new_department("Sales"))
        task = self.task.copy({"phase_id": phase.id})
        with self.assertRaises(ValidationError):
            task.sample_ids = [Command.create({"minutes": 3})]

    def test_the_time_before_stays_as_it_is(self):
        elsewhere = self._new_phase(self._new_department("Sales"))
        workflow = self.env["rollout.workflow"].create({"name": "Bills", "phase_id": self.phase.id})
        for samples in ((), (15,)):
            self._sample(1, *samples)
            for values in (
                {"old_minutes": 20},
                {"phase_id": elsewhere.id},
                {"name": "Pay a supplier"},
                {"old_method": "Guessed"},
                {"old_method": False},
            ):
                with self.subTest(samples=samples, values=values), self.assertRaisesRegex(UserError, "stays as it is"):
                    self.task.write(values)
            with self.assertRaisesRegex(UserError, "stays as it is"):
                self.phase.with_user(self.champion).task_ids = [Command.update(self.task.id, {"old_minutes": 20})]
            self.task.write({"old_minutes": 10, "name": "Pay a bill", "workflow_id": workflow.id})
        for values in ({"flagged_week": 6}, {"has_been_timed": False}, {"latest_minutes": 1}):
            with self.assertRaisesRegex(UserError, "isn't set by hand"):
                self.task.write(values)

    def test_no_time_before_is_told_after_go_live(self):
        preparing = self._new_phase(self._new_department("Sales"))
        values = {"name": "Post a bill", "old_minutes": 99, "old_method": "Remembered"}
        early = self.lead_env["rollout.task"].create({**values, "phase_id": preparing.id})
        for user in (self.lead, self.champion):
            tasks = self.env["rollout.task"].with_user(user)
            ways = {
                "create": lambda tasks=tasks: tasks.create({**values, "phase_id": self.phase.id}),
                "default": lambda tasks=tasks: tasks.with_context(default_phase_id=self.phase.id).create(values),
                "copy": lambda tasks=tasks: self.task.with_env(tasks.env).copy(),
                "command": lambda tasks=tasks: self.phase.with_env(tasks.env).write(
                    {"task_ids": [Command.create(values)]}
                ),
                "moved": lambda: early.write({"phase_id": self.phase.id}),
                "linked": lambda: self.phase.with_user(self.lead).write({"task_ids": [Command.link(early.id)]}),
            }
            for way, act in ways.items():
                with (
                    self.subTest(way, user=user.login),
                    self.assertRaisesRegex(UserError, "is live: a time before .* could follow what came out"),
                    self.cr.savepoint(),
                ):
                    act()
            imported = tasks.load(
                ["name", "phase_id/.id", "old_minutes", "old_method"],
                [["Post", str(self.phase.id), "99", "Remembered"]],
            )
            self.assertFalse(imported["ids"])
            self.assertIn("could follow what came out", imported["messages"][0]["message"])
        self.assertEqual(self.phase.task_ids, self.task)
        early.old_minutes = 98
        # What is left to do in a department that is live.
        self.assertFalse(self.phase.with_user(self.lead).action_view_tasks()["context"]["create"])
        self.assertTrue(preparing.with_user(self.lead).action_view_tasks()["context"]["create"])
        self.task.unlink()

    def test_a_task_that_was_timed_stays_so(self):
        sample = self._sample(1, 15)
        with freeze_time(noon(GO_LIVE)):
            sample.unlink()
        for values in (
            {"old_minutes": 99},
            {"old_minutes": 99, "sample_ids": [Command.create({"date": GO_LIVE, "minutes": 15})]},
        ):
            with self.assertRaisesRegex(UserError, "time before"):
                self.task.write(values)
        with self.assertRaisesRegex(UserError, "has been timed"):
            self.task.unlink()
        self.task.sudo().copy({"name": "Not timed yet"}).sudo(False).unlink()

    def test_samples_are_settled_with_their_day(self):
        sample = self._sample(1, 15)
        with freeze_time(noon(GO_LIVE) + timedelta(hours=11)):
            sample.minutes = 14
            with self.assertRaisesRegex(UserError, "isn't set by hand"):
                sample.entered_on = GO_LIVE + timedelta(days=1)
        # Midnight of Bangkok, wherever whoever noted it is.
        with freeze_time(noon(GO_LIVE) + timedelta(hours=12)):
            for user in (self.lead, self.champion):
                for change in (
                    lambda own: own.write({"minutes": 3}),
                    lambda own: own.write({"date": GO_LIVE}),
                    lambda own: own.task_id.write({"sample_ids": [Command.update(own.id, {"minutes": 3})]}),
                ):
                    with self.assertRaisesRegex(UserError, "on the day on which it was entered"):
                        change(sample.with_user(user))
            for change in (
                sample.unlink,
                lambda: self.task.write({"sample_ids": [Command.clear()]}),
                lambda: self.task.write({"sample_ids": [Command.delete(sample.id)]}),
            ):
                with self.assertRaisesRegex(UserError, "on the day on which it was entered"):
                    change()
            # One from a list on paper is noted later, and can be put right on that day.
            late = self.task.sample_ids.create({"task_id": self.task.id, "date": GO_LIVE, "minutes": 150})
            late.minutes = 15
        self.assertEqual(sample.minutes, 14)

    @mute_logger("odoo.sql_db")
    def test_a_task_takes_time(self):
        for values in ({"old_minutes": 0}, {"sample_ids": [Command.create({"minutes": 0, "date": GO_LIVE})]}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.task.sudo().write(values)
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_no_sample_is_of_longer_than_a_week(self):
        with self.assertRaisesRegex(IntegrityError, "minutes_plausible"), self.cr.savepoint():
            self._sample(1, 10001)
        self._sample(1, 10000)

    def test_workflow_of_the_same_phase(self):
        other = self._new_phase(self._new_department("Sales"))
        workflow = self.env["rollout.workflow"].create({"name": "Quote", "phase_id": other.id})
        with self.assertRaises(ValidationError):
            self.task.workflow_id = workflow

    def test_samples_keep_nobody_s_name(self):
        model = self.env["rollout.task.sample"]
        people = {"res.users", "res.partner", "hr.employee"}
        self.assertFalse([name for name, field in model._fields.items() if field.comodel_name in people])
        self.env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [model._table])
        columns = {name for (name,) in self.env.cr.fetchall()}
        self.assertFalse(columns & {"create_uid", "write_uid", "create_date", "write_date"})

    def test_champions_time_the_tasks_of_their_own_phases(self):
        sample = self._sample(1, 12, user=self.champion)
        with freeze_time(noon(GO_LIVE)):
            sample.with_user(self.champion).minutes = 13
        with self.assertRaises(AccessError):
            sample.with_user(self.champion).unlink()
        other = self._new_phase(self._new_department("Sales"))
        foreign = self.task.sudo().copy({"phase_id": other.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.champion).name = "Mine now"
        other.go_live_date = GO_LIVE
        with freeze_time(noon(GO_LIVE)), self.assertRaises(AccessError):
            sample.with_user(self.champion).task_id = foreign

    def test_queries_do_not_grow_with_the_tasks(self):
        tasks = self.task
        for number in range(6):
            tasks |= self.task.sudo().copy({"name": f"Task {number}"}).sudo(False)
        for task in tasks:
            self._sample(1, 12, 13, 14, task=task)
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.mapped("curve")
            records.mapped("finding")
            return self.cr.sql_log_count - before

        count(tasks)
        self.assertEqual(count(tasks), count(tasks[:2]))
