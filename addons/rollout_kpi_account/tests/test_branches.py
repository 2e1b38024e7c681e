from datetime import date, datetime

from odoo.tests import tagged

from .common import LockCase

JANUARY = date(2026, 1, 31)
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))


@tagged("post_install", "-at_install")
class TestBranches(LockCase):
    """A branch's books are locked by the lock dates of all companies above it, as in Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Branch", "parent_id": cls.company.id})
        cls.twig = cls.env["res.company"].create({"name": "Twig", "parent_id": cls.branch.id})
        cls.companies = cls.company | cls.branch | cls.twig

    def setUp(self):
        super().setUp()
        self._lock(datetime(2026, 1, 5, 3), until=date(2025, 12, 31))

    def _values(self):
        answers = [self._measure(*FEBRUARY, company) for company in self.companies]
        return [None if answer.waiting else answer.value for answer in answers]

    def test_a_parent_s_lock_closes_the_month_of_its_branches(self):
        self.assertEqual(self._values(), [None] * 3)
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY)
        self.assertEqual(self._values(), [5, 5, 5])
        self.assertEqual(self.twig._get_books_lock_date(), JANUARY)
        self.assertEqual(self.twig._get_books_lock_date(), self.twig.user_fiscalyear_lock_date)

    def test_the_hard_lock_of_a_parent_closes_it_too(self):
        self._lock(datetime(2026, 2, 6, 3), "hard_lock_date", JANUARY)
        self.assertEqual(self._values(), [5, 5, 5])

    def test_a_branch_s_lock_closes_its_own_month_and_none_above(self):
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY, company=self.branch)
        self.assertEqual(self._values(), [None, 5, 5])
        # What the company above locks later covers what is closed already.
        self._lock(datetime(2026, 2, 10, 3), until=JANUARY)
        self.assertEqual(self._values(), [7, 5, 5])

    def test_locked_in_one_go(self):
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY, company=self.companies)
        self.assertEqual(self._values(), [5, 5, 5])

    def test_a_lock_that_changes_nothing_for_a_branch_is_no_change_of_it(self):
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY)
        self._lock(datetime(2026, 2, 10, 3), until=JANUARY, company=self.twig)
        self.assertEqual(self.env["rollout.lock.change"].search_count([("company_id", "=", self.twig.id)]), 2)

    def test_a_branch_founded_later_has_been_locked_as_its_parent(self):
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY)
        founded = self.env["res.company"].create({"name": "New", "parent_id": self.company.id})
        self.assertEqual(self._measure(*FEBRUARY, founded).count, 0)
        self._lock(datetime(2026, 3, 4, 3), until=date(2026, 2, 28))
        answer = self._measure(date(2026, 3, 1), date(2026, 3, 20), founded)
        self.assertEqual((answer.value, answer.facts["closed"]), (3, ["2026-02"]))

    def test_a_company_put_below_a_parent_has_closed_nothing_by_that(self):
        """Odoo refuses it, but what an administrator has done in the database is recorded from the next lock on."""
        joining = self.env["res.company"].create({"name": "Joining"})
        self._lock(datetime(2026, 1, 8, 3), until=date(2025, 12, 31), company=joining)
        self._lock(datetime(2026, 3, 6, 3), until=date(2026, 2, 28))
        self.env.cr.execute(
            "UPDATE res_company SET parent_id = %s, parent_path = %s WHERE id = %s",
            [self.company.id, f"{self.company.id}/{joining.id}/", joining.id],
        )
        self.env.invalidate_all()
        self._lock(datetime(2026, 4, 3, 3), until=date(2026, 3, 31))
        answer = self._measure(date(2026, 1, 1), date(2026, 5, 1), joining)
        # December in January, by itself; March in April, with its parent; in between, nobody knows when.
        self.assertEqual(answer.facts, {"closed": ["2025-12", "2026-03"], "open": []})

    def test_whoever_leads_a_branch_sees_its_history(self):
        lead = self._new_user("branch_lead", "rollout_phase.group_rollout_lead", company=self.branch)
        self._lock(datetime(2026, 2, 6, 3), until=JANUARY)
        seen = self.env["rollout.lock.change"].with_user(lead).search([])
        self.assertEqual(seen.company_id, self.branch)
        self.assertEqual(seen.mapped("lock_date"), [JANUARY, date(2025, 12, 31)])
