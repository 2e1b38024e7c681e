from datetime import timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_kpi.tools import money

from .common import GO_LIVE, KpiCase, noon

HOURS = st.integers(0, 5000).map(lambda tenths: tenths / 10)
READINGS = st.dictionaries(st.sampled_from([30, 60, 90, 120, 180]), st.none() | HOURS)


class TestMoneyTools(BaseCase):
    @given(HOURS, READINGS)
    @settings(max_examples=200, deadline=None)
    def test_the_sum_is_that_of_the_days_measured(self, baseline, readings):
        parts = money.spans(baseline, readings)
        known = {day: value for day, value in readings.items() if value is not None}
        self.assertEqual({part.until: part.value for part in parts}, known)
        self.assertEqual(sum(part.days for part in parts), sum(60 if day == 180 else 30 for day in known))
        total = money.saved_hours(parts)
        self.assertEqual(total is None, not known)
        if known:
            # What one hour a week less is worth doesn't depend on anything else.
            better = money.saved_hours(money.spans(baseline + 1, readings))
            self.assertAlmostEqual(better - total, sum(part.days for part in parts) / 7, delta=0.1001)
        if known and all(value == baseline for value in known.values()):
            self.assertEqual(total, 0)


@tagged("post_install", "-at_install")
class TestMoney(KpiCase):
    def setUp(self):
        super().setUp()
        self.company.currency_id = self.env.ref("base.EUR")
        self.kpi.write({"name": "Manual hours", "unit": "hours a week", "is_weekly_hours": True})
        self.tracking = self._track()
        self.program.hourly_rate = 20

    def _money(self, record=None, user=None):
        self.env.invalidate_all()
        record = (record or self.phase).with_user(user or self.lead)
        return [
            (record[name] or "").replace("\xa0", " ").replace("\ufeff", "")
            for name in ("status_quo_text", "saved_text")
        ]

    def _read(self, day, value, tracking=None):
        with freeze_time(noon(GO_LIVE + timedelta(days=day))):
            self.lead_env["rollout.kpi.reading"].create(
                {
                    "tracking_id": (tracking or self.tracking).id,
                    "role": "milestone",
                    "milestone_day": day,
                    "date_to": GO_LIVE + timedelta(days=day),
                    "value": value,
                    "method": "Asked",
                }
            )

    def test_cost_and_savings_with_their_formula(self):
        self._enter_baseline(self.tracking, (14, 15, 14))
        self._go_live()
        self.assertEqual(self._money(), ["280.00 € a week = 14.0 hours a week × 20.00 € an hour", "Too few data"])
        self._read(30, 16)
        self.assertEqual(
            self._money()[1],
            "The dip has cost more than was saved: "
            "-172.00 € until day 30 = -8.6 hours × 20.00 € an hour; hours: (14.0 - 16.0) × 30/7",
        )
        self._read(60, 10)
        self.assertEqual(
            self._money()[1],
            "172.00 € until day 60 = 8.6 hours × 20.00 € an hour; hours: (14.0 - 16.0) × 30/7 + (14.0 - 10.0) × 30/7",
        )

    def test_too_few_data_is_never_nothing(self):
        self._enter_baseline(self.tracking, (14, 15))
        self.assertEqual(self._money(), ["Too few data", "Too few data"])

    def test_what_was_not_read_counts_for_nothing(self):
        self._enter_baseline(self.tracking, (14, 14, 14))
        self._go_live()
        self._read(60, 7)
        self.assertIn("30.0 hours × 20.00 €", self._money()[1])
        self.assertIn("(14.0 - 7.0) × 30/7", self._money()[1])

    def test_without_a_rate_there_are_hours(self):
        self.program.hourly_rate = 0
        self._enter_baseline(self.tracking, (14, 14, 14))
        self._go_live()
        self._read(30, 7)
        self.assertEqual(self._money(), ["14.0 hours a week", "30.0 hours until day 30 = (14.0 - 7.0) × 30/7"])

    def test_only_hours_a_week_count(self):
        self.kpi.is_weekly_hours = False
        self._enter_baseline(self.tracking, (14, 14, 14))
        self.assertEqual(self._money(), ["", ""])
        self.assertEqual(self._money(self.program), ["", ""])

    def test_the_program_adds_up_its_phases(self):
        other = self._new_phase(self._new_department("Sales"))
        second = self._track(phase=other)
        self._enter_baseline(self.tracking, (14, 14, 14))
        self._enter_baseline(second, (6, 6, 6))
        self._go_live()
        self._read(30, 7)
        self.assertEqual(
            self._money(self.program),
            [
                "400.00 € a week = 20.0 hours a week × 20.00 € an hour",
                "600.00 € = 30.0 hours × 20.00 € an hour (Accounting: 30.0 hours, Sales: too few data)",
            ],
        )
        third = self._track(phase=self._new_phase(self._new_department("Purchasing")))
        self.assertIn("(1 KPI left out: too few data)", self._money(self.program)[0])
        third.phase_id.with_user(self.lead).action_cancel()
        self.assertNotIn("left out", self._money(self.program)[0])

    def test_money_is_for_those_who_read_the_kpis(self):
        self._enter_baseline(self.tracking, (14, 14, 14))
        for record in (self.phase, self.program):
            for user in (self.lead, self.champion, self.sponsor):
                self.assertIn("280.00 €", self._money(record, user)[0], user.login)
            self.assertEqual(self._money(record, self.staff), ["", ""])
        for user in (self.champion, self.sponsor, self.staff):
            self.assertNotIn("hourly_rate", self.program.with_user(user).fields_get())
        self.assertIn("hourly_rate", self.program.with_user(self.lead).fields_get())

    def test_a_change_of_the_rate_stays_on_record(self):
        self._flush_tracking()
        before = self.program.message_ids
        quiet = self.program.with_user(self.lead).with_context(tracking_disable=True, mail_notrack=True)
        quiet.hourly_rate = 80
        quiet.digest_sponsor = False
        self._flush_tracking()
        values = (self.program.message_ids - before).sudo().tracking_value_ids
        self.assertEqual(set(values.field_id.mapped("name")), {"hourly_rate", "digest_sponsor"})
        rate = values.filtered(lambda value: value.field_id.name == "hourly_rate")
        self.assertEqual((rate.old_value_float, rate.new_value_float), (20, 80))
        # Only leads read the rate by itself.
        self.assertTrue(rate._filter_has_field_access(self.env(user=self.lead)))
        self.assertFalse(rate._filter_has_field_access(self.env(user=self.champion)))

    def _flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    @mute_logger("odoo.sql_db")
    def test_more_hours_are_never_a_saving(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.kpi.direction = "higher"
            self.env.flush_all()

    def test_queries_do_not_grow_with_the_phases(self):
        phases = self.phase
        for number in range(6):
            phase = self._new_phase(self._new_department(f"Department {number}"))
            self._enter_baseline(self._track(phase=phase), (14, 14, 14))
            phases |= phase
        self._enter_baseline(self.tracking, (14, 14, 14))
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.with_user(self.lead).mapped("saved_text")
            records.with_user(self.lead).mapped("status_quo_text")
            return self.cr.sql_log_count - before

        count(phases)
        self.assertEqual(count(phases), count(phases[:2]))
