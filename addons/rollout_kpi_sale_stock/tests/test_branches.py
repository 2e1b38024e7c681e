from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import OrderCase

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))


@tagged("post_install", "-at_install")
class TestBranches(OrderCase):
    """A company's program is told of the orders of all its branches, and a branch's program of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_to_ship.min_count = 1
        cls.branch = cls.env["res.company"].create({"name": "Branch", "parent_id": cls.company.id})
        cls.twig = cls.env["res.company"].create({"name": "Twig", "parent_id": cls.branch.id})
        cls.env.user.company_ids |= cls.branch | cls.twig

    def test_a_company_has_the_orders_of_its_branches(self):
        begun = datetime(2026, 1, 10, 3)
        companies = [self.company, self.branch, self.twig, self.other_company]
        for days, company in enumerate(companies, start=1):
            self._deliver(self._confirm(begun, company), begun + timedelta(days=days))
        answers = self._measure(*(self._window(company.id, *JANUARY, company) for company in companies))
        self.assertEqual([answers[company.id].count for company in companies], [3, 2, 1, 1])
        self.assertEqual([answers[company.id].value for company in companies], [2, 2.5, 3, 4])

    def test_a_branch_that_was_closed_down_has_sold_none_the_less(self):
        begun = datetime(2026, 1, 10, 3)
        self._deliver(self._confirm(begun, self.branch), begun + timedelta(days=1))
        self.branch.active = False
        self.assertEqual(self._measure(self._window("w", *JANUARY))["w"].count, 1)
