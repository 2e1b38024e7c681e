"""A mail server that is away or refuses: nothing is lost, and who can't be reached is told."""

from datetime import datetime, timedelta

import pytest

from dev import ports

from ..support import mail
from ..support import server as servers
from ..support.client import Client
from .launch import Invitations

PEOPLE = 12
DELIVERING = "rollout_phase.ir_cron_deliver"
QUEUEING = "rollout_feedback.ir_cron_send_invitations"
SENDING = "mail.ir_cron_mail_scheduler_action"


def _days_to_wednesday():
    """The days from now to a Wednesday noon: two hours later it is still the same week."""
    now = datetime.now()
    noon = (now + timedelta(days=9 - now.weekday())).replace(hour=12, minute=0)
    return (noon - now) / timedelta(days=1)


class Clock:
    """Odoo at different hours of a Wednesday, one server after the other on one database."""

    def __init__(self, database, folder, smtp_port):
        self._database, self._folder, self.smtp_port = database, folder, smtp_port
        self._base = _days_to_wednesday()

    def run(self, hours, *actions, expected=(), work=None):
        """Run some scheduled actions `hours` after noon."""
        log = self._folder / f"hour-{hours}.log"
        options = {"smtp_port": self.smtp_port, "days": self._base + hours / 24}
        with servers.running(self._database, log, **options) as server:
            server.expected = list(expected)
            admin = Client(server.url, self._database.name).login()
            if work:
                work(admin)
            for action in actions:
                admin.run_cron(action)


@pytest.fixture
def clock(database, tmp_path):
    return Clock(database, tmp_path, ports.free())


def test_two_hours_without_a_mail_server(database, clock):
    launches = []
    clock.run(
        0,
        QUEUEING,
        SENDING,
        work=lambda admin: launches.append(Invitations(database, admin, PEOPLE)),
    )
    states = "SELECT state, count(*) FROM mail_mail GROUP BY state"
    assert database.query(states) == [("exception", PEOPLE)], "Odoo by itself would leave it at that"
    clock.run(1, DELIVERING, SENDING)
    assert database.query(states) == [("exception", PEOPLE)], "still away"
    with mail.serving(clock.smtp_port) as mailbox:
        clock.run(2, DELIVERING, SENDING, QUEUEING, SENDING)
        launches[0].check_delivered_once(mailbox)
    assert database.query(states) == []


def test_refusals_for_good_and_for_now(database, clock):
    refused, full = (f"person{name}@launching.example.com" for name in ("1", "2"))
    noted = ["failed sending mail"]  # Odoo's own line for each

    with mail.serving(clock.smtp_port) as mailbox:
        mailbox.refusals = {refused: "550 No such user", full: "452 Mailbox full"}
        clock.run(0, QUEUEING, SENDING, expected=noted, work=lambda admin: Invitations(database, admin, PEOPLE))
        assert len(mailbox.messages) == PEOPLE - 2
        assert _get_failed(database) == [(refused, "refused", "550 No such user")]
        del mailbox.refusals[full]
        clock.run(2, DELIVERING, SENDING, DELIVERING, SENDING)
        assert len(mailbox.to(full)) == 1
        assert len(mailbox.messages) == PEOPLE - 1, "who is refused for good is left in peace"


def test_a_daily_limit_in_the_codes_of_a_refusal(database, clock):
    launches = []
    noted = ["failed sending mail", "refuses mail after mail"]
    with mail.serving(clock.smtp_port) as mailbox:
        mailbox.refusal = "550 5.4.5 Daily user sending limit exceeded"
        clock.run(
            0,
            QUEUEING,
            SENDING,
            expected=noted,
            work=lambda admin: launches.append(Invitations(database, admin, PEOPLE)),
        )
        assert _get_failed(database) == []
        mailbox.refusal = None
        clock.run(2, DELIVERING, SENDING, QUEUEING, SENDING)
        launches[0].check_delivered_once(mailbox)


def _get_failed(database):
    return database.query(
        """SELECT employee.work_email, row.cause, row.reason FROM rollout_mailing row
             JOIN hr_employee employee ON employee.id = row.res_id WHERE row.state = 'failed'
            ORDER BY employee.work_email"""
    )
