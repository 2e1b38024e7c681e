"""A company of thousands to whom a scheduled mail is due: the invitation to the weekly form, or the digest."""

import time

from tests.support import people
from tests.support.database import administer

SENDING = ("mail", "ir_cron_mail_scheduler_action")


class Launch:
    """A launch in `database` with `count` people, made through a server that stands on it."""

    # The scheduled action that queues the mails, and what it calls.
    action = call = None
    # The fields of a program to whose people nothing is due, and those that make it due at once.
    not_due, due = {}, {}

    def __init__(self, database, admin, count):
        self.database = database
        self.count = count
        company = admin.call("res.company", "search", [], limit=1)
        admin.call("res.company", "write", company, {"email": "office@launching.example.com"})
        department = self._create(admin, "hr.department", name="Warehouse")
        employee = self._create(
            admin,
            "hr.employee",
            name="First",
            department_id=department,
            work_email="person0@launching.example.com",
        )
        self.program_id = self._create(admin, "rollout.program", name="Launch", **self.not_due)
        self._create(admin, "rollout.phase", program_id=self.program_id, department_id=department)
        people.multiply(database, employee, count - 1)
        # Only what is tested runs, and only when it is told to.
        database.query("UPDATE ir_cron SET active = false")
        admin.call("rollout.program", "write", [self.program_id], self.due)

    @staticmethod
    def _create(admin, model, /, **values):
        return admin.call(model, "web_save", [], values, specification={})[0]["id"]

    def wake(self, server, action, seconds=120):
        """Have a scheduled action run on a server, and wait until it has begun."""
        module, name = action
        [(cron,)] = self.database.query(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", module, name
        )
        self.database.query("UPDATE ir_cron SET active = true, failure_count = 0 WHERE id = %s", cron)
        begun = f"({cron}) starting"
        already = server.log.read_text(errors="replace").count(begun)
        end = time.monotonic() + seconds
        while server.log.read_text(errors="replace").count(begun) == already:
            if time.monotonic() > end or server.process.poll() is not None:
                raise AssertionError(f"{name} did not begin:\n{server.log.read_text()[-3000:]}")
            # More than once: after three deaths in a row Odoo skips an action one time.
            self.database.query("INSERT INTO ir_cron_trigger (cron_id, call_at) VALUES (%s, '2000-01-01')", cron)
            administer(f"NOTIFY cron_trigger, '{self.database.name}'")
            time.sleep(0.5)

    def count_queued(self):
        return self.database.query("SELECT count(*) FROM rollout_mailing")[0][0]

    def wait_until_queued(self, server, seconds=300):
        """Wait until everybody has a row, the action being woken again whenever it has left somebody for later."""
        end = time.monotonic() + seconds
        while self.count_queued() < self.count:
            assert time.monotonic() < end, f"{self.count_queued()} queued:\n{server.log.read_text()[-3000:]}"
            self.wake(server, self.action)
            self._wait_for_pause()

    def _wait_for_pause(self):
        """Wait as long as rows are being added."""
        before = -1
        while before != (now := self.count_queued()) and now < self.count:
            before = now
            time.sleep(5)

    def check_queued_once(self):
        """Everybody has one row and one mail, with a link of their own, of one week."""
        rows = self.database.query(
            """SELECT count(*), count(DISTINCT row.res_id), count(DISTINCT row.period), count(mail.id),
                      count(DISTINCT mail.email_to), count(DISTINCT mail.body_html)
                 FROM rollout_mailing row LEFT JOIN mail_mail mail ON mail.rollout_mailing_id = row.id
                WHERE row.state = 'queued'"""
        )
        assert rows == [(self.count, self.count, 1, self.count, self.count, self.count)]
        mails = self.database.query("SELECT count(*) FROM mail_mail WHERE starts_with(email_to, 'person')")
        assert mails == [(self.count,)], "a mail without its row"

    def check_delivered_once(self, mailbox):
        """Each person's address got exactly one mail."""
        assert len(mailbox.messages) == self.count
        recipients = {address for message in mailbox.messages for address in message.recipients}
        assert recipients == {f"person{number}@launching.example.com" for number in range(self.count)}


class Invitations(Launch):
    """The invitations to the weekly form."""

    action = ("rollout_feedback", "ir_cron_send_invitations")
    call = "env['rollout.wave']._cron_send_invitations()"
    not_due = {"feedback_enabled": False}
    due = {"feedback_enabled": True, "feedback_weekday": "0", "feedback_hour": 0.0}

    def check_queued_once(self):
        super().check_queued_once()
        assert self.database.query("SELECT count(*) FROM rollout_wave") == [(1,)]
        mails = self.database.query("SELECT count(*) FROM mail_mail WHERE rollout_wave_id IS NOT NULL")
        assert mails == [(self.count,)]


class Digests(Launch):
    """The weekly digest to all staff, and to nobody else."""

    action = ("rollout_digest", "ir_cron_send_digests")
    call = "env['rollout.program']._cron_send_digests()"
    not_due = {"feedback_enabled": False, "digest_sponsor": False, "digest_lead": False, "digest_champions": False}
    due = {"digest_staff": True, "digest_weekday": "0", "digest_hour": 0.0}
