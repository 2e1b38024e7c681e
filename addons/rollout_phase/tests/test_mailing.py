from psycopg2 import IntegrityError
from psycopg2.errors import DivisionByZero

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RolloutCase


@tagged("post_install", "-at_install")
class TestMailing(RolloutCase):
    def _queue(self, recipients=None, period="2026-W10", prepare=None):
        return self.env["rollout.mailing"]._queue_once(
            self.program,
            "test.mail",
            period,
            recipients if recipients is not None else self.employees,
            email_of=lambda employee: employee.work_email,
            prepare=prepare or (lambda employee: {"subject": "Hello", "body_html": "<p>Hi</p>"}),
        )

    def _mails(self):
        return self.env["mail.mail"].search([("subject", "=", "Hello")])

    def test_once_per_person_and_period(self):
        self.assertEqual(self._queue(self.employees[:2]), 2)
        self.assertEqual(self._queue(), 2, "only those who don't have it yet")
        self.assertEqual(self._queue(), 0)
        self.assertEqual(len(self._mails()), 4)
        self.assertEqual(self._queue(period="2026-W11"), 4)
        self.assertEqual(len(self._mails()), 8)

    def test_a_bad_recipient_is_set_aside(self):
        self.employees[0].work_email = "nowhere"

        def prepare(employee):
            if employee == self.employees[1]:
                raise ValueError("can't be rendered")
            return {"subject": "Hello", "body_html": "<p>Hi</p>"}

        self.assertEqual(self._queue(prepare=prepare), 2)
        rows = self.env["rollout.mailing"].search([("program_id", "=", self.program.id)])
        aside = rows.filtered(lambda row: row.state == "set_aside")
        self.assertEqual(set(aside.mapped("res_id")), set(self.employees[:2].ids))
        self.assertIn("The mail could not be made: can't be rendered", aside.mapped("reason_text"))
        self.assertIn("No valid e-mail address", aside.mapped("reason_text"))
        self.assertEqual(self._queue(prepare=prepare), 0)

    def _new_clerks(self, count):
        return self.env["hr.employee"].create(
            [
                {
                    "name": f"Clerk {n}",
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                    "work_email": f"clerk{n}@launching.example.com",
                }
                for n in range(count)
            ]
        )

    def _queue_with_poison(self, clerks, poison):
        """Queue mails of which those of ``poison`` break the whole batch when they are created."""
        original = type(self.env["mail.mail"]).create

        def create(mails, values_list):
            if any(values["email_to"] in poison.mapped("work_email") for values in values_list):
                # The database itself refuses, and with it everything after in this transaction.
                mails.env.cr.execute("SELECT 1 / 0")
            return original(mails, values_list)

        self.patch(type(self.env["mail.mail"]), "create", create)
        with mute_logger("odoo.sql_db"):
            return self._queue(clerks)

    def test_what_the_database_refuses_holds_up_nobody_else(self):
        clerks = self._new_clerks(40)
        poison = clerks[7] | clerks[8] | clerks[31]
        self.assertEqual(self._queue_with_poison(clerks, poison), 37)
        self.assertEqual(set(self._mails().mapped("email_to")), set((clerks - poison).mapped("work_email")))
        rows = self.env["rollout.mailing"].search([("program_id", "=", self.program.id)])
        self.assertEqual(len(rows), 40)
        aside = rows.filtered(lambda row: row.state == "set_aside")
        self.assertEqual(set(aside.mapped("res_id")), set(poison.ids))
        self.assertEqual(set(aside.mapped("reason_text")), {"The mail could not be made: division by zero"})

    def test_a_fault_that_is_nobodys_sets_nobody_aside(self):
        clerks = self._new_clerks(20)
        with self.assertRaises(ZeroDivisionError):
            self._queue(clerks, prepare=lambda employee: 1 / 0)
        with self.assertRaises(DivisionByZero):
            self._queue_with_poison(clerks, clerks)
        self.assertFalse(self.env["rollout.mailing"].search([("program_id", "=", self.program.id)]))

    def test_an_address_that_smuggles_in_a_header_is_none(self):
        self.employees[0].work_email = "one@launching.example.com\nBcc: all@launching.example.com"
        self.employees[1].work_email = "one@launching.example.com, two@launching.example.com"
        self.assertEqual(self._queue(), 2)
        self.assertFalse(self._mails().filtered(lambda mail: "one@" in mail.email_to))

    def test_two_people_may_share_an_address(self):
        self.employees.work_email = "counter@launching.example.com"
        self.assertEqual(self._queue(), 4)

    def test_a_second_row_is_impossible(self):
        self._queue()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                """INSERT INTO rollout_mailing (program_id, purpose, period, res_model, res_id, state)
                   SELECT program_id, purpose, period, res_model, res_id, state FROM rollout_mailing
                    WHERE program_id = %s LIMIT 1""",
                [self.program.id],
            )

    def test_queries_do_not_grow_with_the_recipients(self):
        self._queue(period="warm")
        before = self.env.cr.sql_log_count
        self._queue(self.employees[:1], period="one")
        self.env.flush_all()
        one = self.env.cr.sql_log_count - before
        more = self._new_clerks(60)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._queue(more, period="sixty")
        self.env.flush_all()
        sixty = self.env.cr.sql_log_count - before
        self.assertLessEqual((sixty - one) / 59, 0.1)
