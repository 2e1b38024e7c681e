import statistics
from datetime import date, datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common_records import DURATION, ENDED, MODEL, RecordsCase


@tagged("post_install", "-at_install")
class TestRecords(RecordsCase):
    def test_every_measure(self):
        hours = [1.0, 2.0, 4.0, 9.0, 20.0]
        expected = [
            ({"measure": "count"}, 5, 5),
            ({"measure": "sum", "value_field": "hours_per_week"}, sum(hours), 5),
            ({"measure": "avg", "value_field": "hours_per_week"}, statistics.mean(hours), 5),
            ({"measure": "median", "value_field": "hours_per_week"}, statistics.median(hours), 5),
            ({"measure": "share", "share_domain": "[('hours_per_week', '>', 3)]"}, 60, 5),
            ({"measure": "count", "record_domain": "[('hours_per_week', '>', 3)]"}, 3, 3),
        ]
        expected += [
            ({**ENDED, "duration_unit": "days"}, 3, 4),
            ({**ENDED, "duration_unit": "hours"}, 72, 4),
        ]
        kpis = [self._new_kpi(**values) for values, _value, _count in expected]
        for (values, value, count), answer in zip(expected, self._measure(*kpis), strict=True):
            with self.subTest(values):
                self.assertIsNone(answer.error)
                self.assertAlmostEqual(answer.value, value)
                self.assertEqual(answer.count, count)
                self.assertIn("as far as", answer.method)

    def test_a_window_is_of_days_where_the_company_is(self):
        kpi = self._new_kpi()
        self.assertEqual(self._measure(kpi)[0].count, 5)
        self.assertEqual(self._measure(kpi, tz="UTC")[0].count, 6, "16:59 UTC is December 31, 17:00 January 31")
        by_day = self._new_kpi(date_field="retire_date")
        self.assertEqual(self._measure(by_day)[0].value, 0, "none of them has a day on which it ends")

    def test_working_days_leave_out_weekends_and_holidays(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": datetime(2026, 1, 7, 0),
                "date_to": datetime(2026, 1, 7, 12),
            }
        )
        kpi = self._new_kpi(**ENDED, duration_unit="working_days")
        # Mon 5 → Tue 6: 1; Tue 6 → Thu 8 over the holiday: 1; Thu 8 → Mon 12: 2; Fri 9 → Sat 17: 5.
        [answer] = self._measure(kpi)
        self.assertEqual(answer.value, statistics.median([1, 1, 2, 5]))
        self.assertEqual(answer.count, 4)

    def test_working_days_are_known_for_however_long_it_took(self):
        for day in (date(2017, 4, 13), date(2025, 12, 30)):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": self.company.resource_calendar_id.id,
                    "date_from": datetime(day.year, day.month, day.day, 0),
                    "date_to": datetime(day.year, day.month, day.day, 12),
                }
            )
        begun = datetime(2016, 5, 31, 20)  # already June in Bangkok
        old = self._new_system(begun, (datetime(2026, 1, 20, 5) - begun).days, 1.0)
        kpi = self._new_kpi(**DURATION, duration_unit="working_days", record_domain=f"[('id', '=', {old.id})]")
        [answer] = self._measure(kpi)
        self.assertNotIn("left out", answer.method)
        first, last = date(2016, 6, 1), (old.x_decided_on + timedelta(hours=7)).date()
        days = [first + timedelta(days=number + 1) for number in range((last - first).days)]
        working = [day for day in days if day.isoweekday() <= 5 and day not in (date(2017, 4, 13), date(2025, 12, 30))]
        self.assertEqual((answer.value, answer.count), (len(working), 1))

    def test_the_working_schedule_is_read_once_for_all(self):
        kpis = [self._new_kpi(**DURATION, duration_unit="working_days") for _number in range(4)]

        def count(asked):
            self.env.invalidate_all()
            calls = []
            own = self.registry["rollout.program"]._get_working_rule
            self.patch(
                self.registry["rollout.program"], "_get_working_rule", lambda program: calls.append(1) or own(program)
            )
            self._measure(*asked)
            return len(calls)

        self.assertEqual([count(kpis[:1]), count(kpis)], [1, 1])

    def test_nothing_is_a_finding_for_counts_and_sums_alone(self):
        nothing = "[('hours_per_week', '>', 1000)]"
        for measure, value, state in (
            ("count", 0, "ok"),
            ("sum", 0, "ok"),
            ("avg", None, "too_few"),
            ("median", None, "too_few"),
        ):
            kpi = self._new_kpi(measure=measure, value_field="hours_per_week", record_domain=nothing, min_count=5)
            [answer] = self._measure(kpi)
            with self.subTest(measure):
                self.assertEqual((answer.value, answer.count, answer.state), (value, 0, state))
        few = "[('hours_per_week', '<', 3)]"
        [count, total, mean] = self._measure(
            self._new_kpi(record_domain=few, min_count=5),
            self._new_kpi(record_domain=few, min_count=5, measure="sum", value_field="hours_per_week"),
            self._new_kpi(record_domain=few, min_count=5, measure="avg", value_field="hours_per_week"),
        )
        self.assertEqual((count.value, total.value, mean.state), (2, 3.0, "too_few"))

    def test_a_company_counts_its_own(self):
        stranger = self._new_kpi(user=self.stranger)
        ours = self._new_kpi()
        self.assertEqual(self._measure(stranger, company=self.other_company)[0].value, 1)
        # Whoever may not read a company's records measures nothing of it.
        self.assertIn("no access", self._measure(ours, company=self.other_company)[0].error)

    def test_nobody_defines_what_they_may_not_read(self):
        self.assertFalse(self.env["ir.cron"].with_user(self.lead).has_access("read"))
        for values in (
            {"record_model": "ir.cron", "date_field": "nextcall"},
            {"record_domain": "[('no_such_field', '=', 1)]"},
            {"record_domain": "[('id', '=', __import__('os').getpid())]"},
            {"record_domain": "certainly not"},
            {"date_field": "hours_per_week"},
            {"date_field": "no_such_field"},
            {"date_field": False},
            {"measure": "sum"},
            {"measure": "sum", "value_field": "name"},
            {"measure": "duration", "start_field": "create_date"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._new_kpi(**values)

    def test_the_definer_can_not_be_forged(self):
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(UserError):
            self._new_kpi(definer_id=admin.id)
        kpi = self._new_kpi()
        self.assertEqual(kpi.definer_id, self.lead)
        with self.assertRaises(UserError):
            kpi.definer_id = admin
        defaulted = self.env["rollout.kpi"].with_user(self.lead).with_context(default_definer_id=admin.id)
        with self.assertRaises(UserError):
            defaulted.create({"name": "x"})
        # Whoever changes what is measured measures with their own rights from then on.
        other_lead = self._new_user("other_lead", "rollout_phase.group_rollout_lead")
        kpi.with_user(other_lead).record_domain = "[('hours_per_week', '>', 2)]"
        self.assertEqual(kpi.definer_id, other_lead)
        kpi.with_user(self.lead).name = "Renamed"
        self.assertEqual(kpi.definer_id, other_lead)

    def test_rights_that_were_lost_end_the_measuring(self):
        kpi = self._new_kpi()
        rule = self.env["ir.rule"].create(
            {
                "name": "Few",
                "model_id": self.env["ir.model"]._get_id(MODEL),
                "domain_force": "[('hours_per_week', '<', 3)]",
            }
        )
        self.assertEqual(self._measure(kpi)[0].value, 2)
        rule.unlink()
        self.env["ir.model.access"].search([("model_id.model", "=", MODEL)]).unlink()
        self.assertIn("may not read", self._measure(kpi)[0].error)

    def test_what_is_gone_says_so_and_stops_nobody(self):
        kept, no_model, no_field = self._new_kpi(), self._new_kpi(), self._new_kpi()
        self.env.cr.execute("UPDATE rollout_kpi SET record_model = 'gone.model' WHERE id = %s", [no_model.id])
        self.env.cr.execute("UPDATE rollout_kpi SET date_field = 'x_gone' WHERE id = %s", [no_field.id])
        self.env.invalidate_all()
        answers = self._measure(kept, no_model, no_field)
        self.assertEqual([answer.state for answer in answers], ["ok", "error", "error"])
        self.assertIn("gone.model", answers[1].error)
        self.assertIn("x_gone", answers[2].error)

    def test_one_statement_for_all(self):
        few = [self._new_kpi()]
        many = [
            self._new_kpi(),
            self._new_kpi(measure="share", share_domain="[('phase_id.name', '!=', 'x')]"),
            self._new_kpi(measure="median", value_field="hours_per_week"),
        ]

        def statements(kpis):
            count = 0
            execute = type(self.env.cr).execute

            def counting(cursor, query, *args, **kwargs):
                nonlocal count
                count += "percentile_cont" in str(query) or "AS period" in str(query)
                return execute(cursor, query, *args, **kwargs)

            self.patch(type(self.env.cr), "execute", counting)
            self._measure(*kpis)
            self.patch(type(self.env.cr), "execute", execute)
            return count

        self.assertEqual(statements(few), 1)
        self.assertEqual(statements(many), 1)

    def test_its_meaning_stays_once_there_are_readings(self):
        kpi = self._new_kpi(measure="avg", value_field="hours_per_week")
        tracking = self._track(kpi)
        self._enter_baseline(tracking)
        with self.assertRaisesRegex(UserError, "Duplicate"):
            kpi.with_user(self.lead).record_domain = "[('hours_per_week', '>', 2)]"

    def test_the_form_leads_from_model_to_measure(self):
        with Form(self.env["rollout.kpi"].with_user(self.lead)) as form:
            form.name = "Time to decide"
            form.source = "records"
            form.record_model = MODEL
            form.measure = "duration"
            form.start_field = "create_date"
            form.end_field = "x_decided_on"
        self.assertEqual(form.record.definer_id, self.lead)
