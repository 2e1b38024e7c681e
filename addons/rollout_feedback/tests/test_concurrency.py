import re
import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.rollout_phase.tests.common_concurrency import ConcurrencyCase

from ..tools import link_token


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    """Real transactions side by side, on committed data that is taken away afterwards."""

    PROGRAM = {"feedback_enabled": False}
    MADE = ("rollout.mailing", "rollout.log.item", "rollout.wave", "rollout.phase")

    def _set_up_records(self, env):
        result = super()._set_up_records(env)
        wave = env["rollout.program"].browse(self.ids["program"])._get_feedback_wave()
        self.ids["wave"] = wave.id
        self.token = link_token.issue(wave.id, self.ids["department"], wave._sign)
        return result

    def _remove_records(self):
        with self._transaction() as env:
            env["mail.mail"].search([("rollout_wave_id", "=", self.ids["wave"])]).unlink()
        return super()._remove_records()

    def _count_sealed(self):
        with self._transaction() as env:
            return env["rollout.sealed.answer"].search_count([("wave_id", "=", self.ids["wave"])])

    def test_fifty_posts_of_one_token_make_one_answer(self):
        url = f"http://127.0.0.1:{HttpCase.http_port()}/rollout/feedback/{self.token}"
        stamp = re.search(r'name="page" value="([^"]+)"', requests.get(url, timeout=30).text)[1]
        start = threading.Barrier(50, timeout=30)

        def post(number):
            start.wait()
            return requests.post(url, data={"page": stamp, "comment": f"Answer {number}"}, timeout=60).status_code

        with ThreadPoolExecutor(50) as threads:
            statuses = list(threads.map(post, range(50)))
        self.assertEqual(sorted(statuses), [200] + [404] * 49)
        self.assertEqual(self._count_sealed(), 1)

    def test_pages_sent_twice_at_once_count_once(self):
        """Both are answered alike: a browser shows the answer to the second."""
        with self._transaction() as env:
            phase = env["rollout.program"].browse(self.ids["program"]).phase_ids
            phase.action_print_kiosk_poster()
            kiosk = re.search(r"/rollout/kiosk/.*", phase._get_kiosk_url())[0]
        for path in (f"/rollout/feedback/{self.token}", kiosk):
            url = f"http://127.0.0.1:{HttpCase.http_port()}{path}"
            stamp = re.search(r'name="page" value="([^"]+)"', requests.get(url, timeout=30).text)[1]
            data = {"page": stamp, "lang": "en_US", "comment": "The scanner is slow"}
            start = threading.Barrier(4, timeout=30)

            def post(_number, start=start, url=url, data=data):
                start.wait()
                return requests.post(url, data=data, timeout=60)

            with self.subTest(path), ThreadPoolExecutor(4) as threads:
                pages = list(threads.map(post, range(4)))
                self.assertEqual([page.status_code for page in pages], [200] * 4)
                self.assertEqual({page.text for page in pages}, {pages[0].text})
        self.assertEqual(self._count_sealed(), 1)
        with self._transaction() as env:
            notes = env["rollout.sealed.note"].search_count([("program_id", "=", self.ids["program"])])
        self.assertEqual(notes, 1)

    def test_an_answer_that_is_arriving_is_not_lost_by_the_release(self):
        with self._transaction() as visitor:
            sealed = visitor["rollout.wave"]._seal_answer(self.token, {"mood": 3})
            self.assertTrue(sealed)
            with self._transaction() as worker:
                wave = worker["rollout.wave"].browse(self.ids["wave"])
                self.assertFalse(wave.try_lock_for_update(), "the release waits for its next run")
            visitor.cr.commit()
            with self._transaction() as worker:
                self.assertTrue(worker["rollout.wave"].browse(self.ids["wave"]).try_lock_for_update())

    def test_a_token_is_spent_once(self):
        with self._transaction() as env:
            answers = [env["rollout.wave"]._seal_answer(self.token, {"mood": mood}) for mood in (1, 2)]
            self.assertEqual([bool(answer) for answer in answers], [True, False])
            env.cr.rollback()

    def test_second_worker_leaves_the_program_alone(self):
        with self._transaction() as env:
            env["rollout.program"].browse(self.ids["program"]).write(
                {"feedback_enabled": True, "feedback_weekday": "0", "feedback_hour": 0.0}
            )
        with self._transaction() as first, self._transaction() as second:
            programs = first["rollout.program"].search([])
            self.assertEqual(programs.try_lock_for_update(allow_referencing=True), programs)
            second["rollout.wave"]._cron_send_invitations()
            mails = second["mail.mail"].search([("rollout_wave_id", "=", self.ids["wave"])])
            self.assertFalse(mails, "the first worker is at it")

    def _set_up_work(self, env):
        """Leave something to do for each of the jobs that work record by record."""
        program = env["rollout.program"].browse(self.ids["program"])
        wave = env["rollout.wave"].browse(self.ids["wave"])
        program.write(
            {
                "state": "running",
                "feedback_enabled": True,
                "feedback_reminder": True,
            }
        )
        wave._invite_batch(wave._get_pending(program))
        env["rollout.wave"].create(
            {
                "program_id": program.id,
                "week": "2020-W01",
                "date_from": "2020-01-01",
                "date_to": "2020-01-08",
                "minimum_group": 5,
            }
        )
        feedback = env["rollout.feedback"].create({"wave_id": wave.id})
        env["rollout.sealed.reply"].create(
            {"feedback_id": feedback.id, "slot": 1, "day": "2020-01-02", "text": "On its way"}
        )
        self.patch(type(program), "_is_reminder_due", lambda _program: True)

    def test_what_somebody_works_at_is_no_unfinished_job(self):
        jobs = {
            "release_notes": 1,
            "release": 1,
            "deliver_replies": 1,
            "send_reminders": 4,
        }
        locked = ("rollout.program", "rollout.wave", "rollout.sealed.reply")
        with self._transaction() as env:
            self._set_up_work(env)
        for job, expected in jobs.items():
            self._assert_unfinished_by_others(f"rollout_feedback.ir_cron_{job}", locked, expected)

    def test_two_workers_at_once_send_each_mail_once(self):
        """Whatever the locks do, the ledger's unique index decides."""

        def work():
            with self._transaction() as env:
                wave = env["rollout.wave"].browse(self.ids["wave"])
                pending = wave._get_pending(wave.program_id)
                both_have_read.wait()
                wave._invite_batch(pending)

        both_have_read = threading.Barrier(2, timeout=20)
        with ThreadPoolExecutor(2) as threads:
            futures = [threads.submit(work) for _number in range(2)]
            errors = [future.exception() for future in futures]
        self.assertEqual([type(error) for error in errors if error], [SerializationFailure])
        with self._transaction() as env:
            mails = env["mail.mail"].search([("rollout_wave_id", "=", self.ids["wave"])])
            self.assertEqual(len(mails), 4)
            self.assertEqual(env["rollout.mailing"].search_count([("program_id", "=", self.ids["program"])]), 4)

    def test_crash_between_mail_and_commit_leaves_neither(self):
        with self._transaction() as env:
            wave = env["rollout.wave"].browse(self.ids["wave"])
            wave._invite_batch(wave._get_pending(wave.program_id))
            env.cr.rollback()
        with self._transaction() as env:
            self.assertFalse(env["mail.mail"].search([("rollout_wave_id", "=", self.ids["wave"])]))
            wave = env["rollout.wave"].browse(self.ids["wave"])
            self.assertEqual(wave._invite_batch(wave._get_pending(wave.program_id)), 4, "the next run sends them")
            self.assertGreater(wave.date_to, fields.Datetime.now())
