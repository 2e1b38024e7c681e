import statistics
from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_records import JANUARY, RecordsCase

MODEL = "x_rollout_deal"


@tagged("post_install", "-at_install")
class TestRecordsMoney(RecordsCase):
    """Amounts of several currencies are compared in the company's, as Odoo itself converts them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.currency"].with_context(active_test=False).search([]).active = True
        cls.usd, cls.thb, cls.jpy, cls.chf = (cls.env.ref(f"base.{name}") for name in ("USD", "THB", "JPY", "CHF"))
        cls.company.currency_id = cls.thb
        model = cls.env["ir.model"].create({"name": "Deal", "model": MODEL})
        fields = [
            {"name": "x_day", "ttype": "date"},
            {"name": "x_moment", "ttype": "datetime"},
            {"name": "x_currency_id", "ttype": "many2one", "relation": "res.currency"},
            {"name": "x_amount", "ttype": "monetary", "currency_field": "x_currency_id"},
            {"name": "x_company_id", "ttype": "many2one", "relation": "res.company"},
            {
                "name": "x_own_id",
                "ttype": "many2one",
                "relation": "res.currency",
                "related": "x_company_id.currency_id",
            },
            {"name": "x_own", "ttype": "monetary", "currency_field": "x_own_id"},
            {
                "name": "x_told_id",
                "ttype": "many2one",
                "relation": "res.currency",
                "compute": "for record in self: record['x_told_id'] = record.x_currency_id",
                "depends": "x_currency_id",
                "store": False,
            },
            {"name": "x_told", "ttype": "monetary", "currency_field": "x_told_id"},
        ]
        for values in fields:
            cls.env["ir.model.fields"].create({"model_id": model.id, "field_description": values["name"], **values})
        cls.env["ir.model.access"].create({"name": "x", "model_id": model.id, "perm_read": True})
        cls._new_rates(
            (cls.usd, "2025-12-20", 0.031, cls.company),
            (cls.usd, "2026-01-10", 0.0285714, cls.company),
            (cls.usd, "2026-01-15", 0.5, None),  # the company has its own
            (cls.thb, "2026-01-12", 1.07, cls.company),
            (cls.jpy, "2026-01-12", 4.6, None),  # the first that is known counts before, too
            (cls.jpy, "2026-01-20", 4.4, None),
        )
        cls.deals = cls._new_deals(
            (cls.usd, 100, datetime(2026, 1, 9, 17)),  # the 10th in Bangkok
            (cls.usd, 33.33, datetime(2026, 1, 9, 16, 59)),
            (cls.thb, 3500, datetime(2026, 1, 14)),
            (cls.jpy, 12345, datetime(2026, 1, 2)),
            (cls.jpy, -999, datetime(2026, 1, 25)),
            (cls.chf, 0, datetime(2026, 1, 25)),  # no rate is known, and none is needed
            (cls.env["res.currency"], 12, datetime(2026, 1, 25)),
            (cls.usd, 0.17, datetime(2026, 1, 20)),
        )

    @classmethod
    def _new_rates(cls, *rates):
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": currency.id, "name": day, "rate": rate, "company_id": company and company.id}
                for currency, day, rate, company in rates
            ]
        )

    @classmethod
    def _new_deals(cls, *deals):
        return cls.env[MODEL].create(
            [
                {
                    "x_name": "Deal",
                    "x_amount": amount,
                    "x_own": amount,
                    "x_told": amount,
                    "x_currency_id": currency.id,
                    "x_company_id": cls.company.id,
                    "x_moment": moment,
                    "x_day": moment.date(),
                }
                for currency, amount, moment in deals
            ]
        )

    def _new_sum(self, **values):
        return self._new_kpi(
            **{"record_model": MODEL, "date_field": "x_moment", "measure": "sum", "value_field": "x_amount", **values}
        )

    def _convert(self, company, days):
        return [
            deal.x_currency_id._convert(deal.x_amount, company.currency_id, company, days[deal]) for deal in self.deals
        ]

    def test_each_amount_is_converted_as_odoo_does_at_its_own_day(self):
        local = {deal: deal.x_day for deal in self.deals} | {self.deals[0]: date(2026, 1, 10)}
        for field, days in (("x_moment", local), ("x_day", {deal: deal.x_day for deal in self.deals})):
            amounts = self._convert(self.company, days)
            kpis = [self._new_sum(date_field=field, measure=measure) for measure in ("sum", "avg", "median")]
            expected = [sum(amounts), statistics.mean(amounts), statistics.median(amounts)]
            with self.subTest(field):
                for answer, value in zip(self._measure(*kpis), expected, strict=True):
                    self.assertAlmostEqual(answer.value, value, 6)
                    self.assertEqual(answer.count, len(self.deals))
                    self.assertIn("in THB, at the rate of each day", answer.method)

    def test_each_company_has_its_own_currency(self):
        self.other_company.currency_id = self.usd
        self._new_rates((self.thb, "2026-01-12", 1.07, self.other_company))
        amounts = self._convert(self.other_company, {deal: deal.x_day for deal in self.deals})
        kpi = self._new_sum(user=self.stranger, date_field="x_day")
        [answer] = self._measure(kpi, company=self.other_company)
        self.assertAlmostEqual(answer.value, sum(amounts), 6)
        self.assertIn("in USD", answer.method)

    def test_a_branch_has_the_rates_of_its_root(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        kpi = self._new_sum(user=self.env.ref("base.user_root"), date_field="x_day")
        [own, of_branch] = [self._measure(kpi, company=company)[0] for company in (self.company, branch)]
        self.assertAlmostEqual(own.value, of_branch.value)

    def test_what_is_in_the_company_s_currency_is_left_alone(self):
        [answer] = self._measure(self._new_sum(value_field="x_own"))
        self.assertAlmostEqual(answer.value, sum(self.deals.mapped("x_own")))

    def test_a_currency_that_the_database_does_not_know_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no currency or unit to convert from"):
            self._new_sum(value_field="x_told")

    def test_a_currency_without_a_rate_is_not_taken_for_the_company_s(self):
        self._new_deals((self.chf, 77.77, datetime(2026, 1, 25)))
        kpi = self._new_sum()
        [answer] = self._measure(kpi)
        self.assertEqual(answer.error, "Odoo knows no rate of exchange of CHF. Enter one.")
        self._new_rates((self.chf, "2026-02-01", 0.025, None))
        [answer] = self._measure(kpi)
        converted = self.chf._convert(77.77, self.thb, self.company, date(2026, 1, 25))
        days = {deal: deal.x_day for deal in self.deals} | {self.deals[0]: date(2026, 1, 10)}
        self.assertAlmostEqual(answer.value, sum(self._convert(self.company, days)) + converted, 6)

    def test_what_is_not_to_be_added_up_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "not added up"):
            self._new_sum(value_field="id")
        self.assertEqual(self._measure(self._new_sum(value_field="id", measure="avg"))[0].count, len(self.deals))

    def test_one_statement_and_each_week_alone(self):
        kpi = self._new_sum(date_field="x_day")
        days = [date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 21), date(2026, 2, 1)]
        values = [self._measure(kpi, bounds=bounds)[0].value for bounds in zip(days, days[1:], strict=False)]
        self.assertAlmostEqual(sum(values), self._measure(kpi, bounds=JANUARY)[0].value, 6)
