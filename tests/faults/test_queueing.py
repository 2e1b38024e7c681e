"""Whatever dies while invitations or digests are queued: nobody is left out, and nobody gets two."""

import random
import subprocess
import sys
import time

import pytest

from dev import postgres
from dev.runtime import LAUNCHER

from ..support import server as servers
from .launch import SENDING, Digests, Invitations

pytestmark = pytest.mark.long

KILLS = 20
# A batch is a thousand people; every fifth life gets as far as to commit one.
PEOPLE = 6_000
LIVES_PER_COMMIT = 5

# What Odoo rightly complains of when the database goes away under it.
DATABASE_IS_GONE = [
    "could not be sent",  # our own lines, when a batch breaks
    "could not be queued",
    "odoo.sql_db: bad query",
    "odoo.sql_db: Connection to the database failed",
    "odoo.service.server: Worker",
    "Exception in cron",
    "server action #",
    # Ended three times in a row without a batch to show, an action counts as timed out, and waits for its turn.
    "timed out",
]


def _start(database, smtp, log, **options):
    return servers.Server(database, log, smtp_port=smtp.port, **options).start()


@pytest.fixture(params=[Invitations, Digests], ids=lambda kind: kind.__name__.lower())
def launch(request, database, server, rpc):
    """A factory of launches, made on a server that is then stopped."""

    def make(count):
        made_on = server(database)
        made = request.param(database, rpc(made_on), count)
        made_on.stop()
        return made

    return make


def _deliver(launch, server, smtp):
    launch.wake(server, SENDING)
    smtp.wait(launch.count, seconds=1800)
    launch.check_delivered_once(smtp)


def test_killed_twenty_times_at_random(database, smtp, launch, server, tmp_path):
    people = launch(PEOPLE)
    interrupted = 0
    for life in range(KILLS):
        running = _start(database, smtp, tmp_path / f"life-{life}.log", crons=1)
        try:
            before = people.count_queued()
            assert before < PEOPLE, "all were queued before the last kill"
            people.wake(running, people.action)
            if life % LIVES_PER_COMMIT == LIVES_PER_COMMIT - 1:
                _wait_for_commit(people, before)
            time.sleep(random.uniform(0, 0.8))
        finally:
            running.kill()
        interrupted += people.count_queued() < PEOPLE
        # Killed three times in a row without a batch to show, an action counts as timed out, and waits for its turn.
        running.expected = ["timed out"]
        assert not running.complaints()
    assert interrupted >= KILLS - 1
    last = server(database, crons=1)
    last.expected = ["timed out"]
    people.wait_until_queued(last)
    people.check_queued_once()
    _deliver(people, last, smtp)


def _wait_for_commit(people, before, seconds=60):
    end = time.monotonic() + seconds
    while people.count_queued() == before:
        assert time.monotonic() < end, "no batch was committed"
        time.sleep(0.02)


def test_postgresql_restarts_while_queueing(database, smtp, launch, server):
    people = launch(2_000)
    # With workers: the process that loses its database is replaced.
    running = server(database, workers=1, crons=1)
    running.expected = DATABASE_IS_GONE
    for _restart in range(3):
        people.wake(running, people.action)
        time.sleep(random.uniform(0.2, 1.2))
        postgres.restart(postgres.TEST)
    people.wait_until_queued(running)
    people.check_queued_once()
    _deliver(people, running, smtp)


def test_two_processes_queue_at_the_same_time(database, launch):
    """Past the lock on the scheduled action, each in a process of its own, over and over."""
    people = launch(3_000)
    script = f"for _turn in range(4):\n    {people.call}\n    env.cr.commit()\n"
    command = [sys.executable, str(LAUNCHER), "shell", f"--database={database.name}", "--no-http"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _number in range(2)
    ]
    for process in processes:
        process.stdin.write(script)
        process.stdin.close()
    outputs = [process.stdout.read() for process in processes]
    assert [process.wait() for process in processes] == [0, 0], outputs
    assert not [line for output in outputs for line in output.splitlines() if " ERROR " in line]
    assert people.count_queued() == 3_000, outputs
    people.check_queued_once()
