from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name


class ConcurrencyCase(BaseCase):
    """Real transactions side by side, on committed data that is taken away afterwards.

    A program whose only department, in launch, has four people. ``MADE`` are the models whose records of the program
    are deleted before it, in that order.
    """

    PROGRAM = {}
    MADE = ("rollout.mailing", "rollout.phase")

    def setUp(self):
        super().setUp()
        # The thread that runs the tests holds the registry's lock, for which others would wait.
        self.patch(Registry, "_lock", DummyRLock())
        self.registry = Registry(get_db_name())
        with self._transaction() as env:
            self._set_up_records(env)
        self.addCleanup(self._remove_records)

    @contextmanager
    def _transaction(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _set_up_records(self, env):
        company = env.ref("base.main_company")
        department = env["hr.department"].create({"name": "Desk", "company_id": company.id})
        employees = env["hr.employee"].create(
            [
                {
                    "name": f"Clerk {number}",
                    "company_id": company.id,
                    "department_id": department.id,
                    "work_email": f"clerk{number}@concurrent.example.com",
                }
                for number in range(4)
            ]
        )
        program = env["rollout.program"].create({"name": "Concurrent", "company_id": company.id, **self.PROGRAM})
        env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
        self.ids = {"program": program.id, "department": department.id, "employees": employees.ids}

    def _remove_records(self):
        with self._transaction() as env:
            # A program with a history is kept, so what makes it goes first.
            for model in self.MADE:
                env[model].search([("program_id", "=", self.ids["program"])]).unlink()
            env["rollout.program"].browse(self.ids["program"]).unlink()
            employees = env["hr.employee"].browse(self.ids["employees"])
            contacts = employees.work_contact_id
            employees.unlink()
            contacts.unlink()
            env["hr.department"].browse(self.ids["department"]).unlink()

    def _assert_unfinished_by_others(self, job, locked, expected):
        """Check that what somebody works at is no unfinished job: with something left and nothing done, Odoo warns of
        a job, and starts it again at once.

        :param job: the XML id of a scheduled action
        :param locked: the models at whose records somebody is at work
        :param expected: how many records then count as done
        """
        with self.subTest(job), self._transaction() as first, self._transaction() as second:
            for model in locked:
                records = first[model].search([])
                self.assertEqual(records.try_lock_for_update(), records)
            cron, progress = second.ref(job)._add_progress()
            earlier = cron.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            cron.with_context(cron_id=cron.id).ir_actions_server_id.run()
            progress.invalidate_recordset()
            self.assertEqual((progress.done, progress.remaining), (expected, 0))
            triggers = cron.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - earlier
            self.assertGreater(triggers.call_at, fields.Datetime.now(), "it is looked at again soon")
            triggers.unlink()
            progress.unlink()
