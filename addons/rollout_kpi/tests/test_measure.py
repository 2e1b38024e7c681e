from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools.measurement import Measurement, Window

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestMeasure(KpiCase):
    def _window(self, key, kpi=None):
        return Window(
            key=key,
            kpi_id=(kpi or self.probe).id,
            company_id=self.company.id,
            tz="Asia/Bangkok",
            date_from=date(2026, 1, 1),
            date_to=date(2026, 1, 31),
        )

    def _measure(self, *windows):
        return self.env["rollout.kpi"]._measure(list(windows))

    def test_one_call_for_all_windows(self):
        answers = self._measure(*map(self._window, "abc"))
        self.assertEqual({key: answer.value for key, answer in answers.items()}, {"a": 4, "b": 4, "c": 4})
        self.assertEqual(len(self.asked), 1)
        self.assertEqual(self._measure(), {})

    def test_too_few_records_are_no_value(self):
        type(self).answer = staticmethod(lambda window: Measurement(4.0, 4, spread=9))
        answer = self._measure(self._window("a"))["a"]
        self.assertEqual(answer.state, "too_few")
        self.assertIsNone(answer.value)
        self.assertIsNone(answer.spread)
        self.assertEqual(answer.count, 4)

    def test_a_failing_window_fails_alone(self):
        def answer(window):
            if window.key == "b":
                raise ZeroDivisionError("division by zero")
            return Measurement(4.0, 12)

        type(self).answer = staticmethod(answer)
        answers = self._measure(*map(self._window, "abc"))
        self.assertEqual([answers[key].state for key in "abc"], ["ok", "error", "ok"])
        self.assertEqual(answers["b"].error, "ZeroDivisionError: division by zero")

    @mute_logger("odoo.sql_db")
    def test_a_broken_statement_spoils_no_transaction(self):
        def answer(window):
            if window.key == "b":
                self.env.cr.execute("SELECT nothing FROM nowhere")
            return Measurement(4.0, 12)

        type(self).answer = staticmethod(answer)
        answers = self._measure(*map(self._window, "abc"))
        self.assertEqual([answers[key].state for key in "abc"], ["ok", "error", "ok"])
        self.assertTrue(self.env["rollout.kpi"].search_count([]))

    def test_a_failing_source_leaves_the_others(self):
        unknown = self.env["rollout.kpi"].create({"name": "Other", "source": "probe"})
        self.env.cr.execute("UPDATE rollout_kpi SET source = 'gone' WHERE id = %s", [unknown.id])
        unknown.invalidate_recordset()
        answers = self._measure(self._window("a"), self._window("b", unknown))
        self.assertEqual([answers[key].state for key in "ab"], ["ok", "error"])

    def test_answers_that_are_none(self):
        for value in (float("nan"), float("inf"), float("-inf")):
            type(self).answer = staticmethod(lambda window, value=value: Measurement(value, 12))
            self.assertEqual(self._measure(self._window("a"))["a"].state, "error")
        with self.subTest("a key is missing"):
            self.patch(self.registry["rollout.kpi"], "_measure_probe", lambda model, windows: {})
            self.assertEqual(self._measure(self._window("a"))["a"].state, "error")
