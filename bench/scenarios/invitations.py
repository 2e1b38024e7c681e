"""The weekly wave: queueing 10,000 invitations, and 5,000 from the moment they are due to the mail server."""

import tempfile
import time
from pathlib import Path
from statistics import median

from dev.console import say
from tests.support import mail, people
from tests.support import server as servers
from tests.support.client import Client
from tests.support.database import cloned

from .. import odoo_script
from ..table import Ratio, Row

QUEUED = 10_000
DELIVERED = 5_000
TIMES_BARE = 2
QUERIES_PER_PERSON = 0.1
WITHIN_SECONDS = 15 * 60


def measure() -> list[Row]:
    return [*_measure_queueing(), *_measure_delivery()]


def _measure_queueing():
    with cloned() as database:
        _make_launch(database, QUEUED)
        say(f"Queueing {QUEUED:,} invitations, and as many mails without a ledger …")
        figures = odoo_script.run(database.name, "queueing")
    assert figures["people"] == figures["bare_mails"] == QUEUED, figures
    ours, bare = (list(zip(*figures[name], strict=True)) for name in ("invitations", "bare"))
    queries = Ratio.of(ours[1], [QUEUED] * len(ours[1]), "person")
    return [
        Row("bare mails, queued in bulk", f"{median(bare[0]):.1f} s"),
        Row(
            f"{QUEUED:,} invitations, queued",
            f"{median(ours[0]):.1f} s",
            Ratio.of(ours[0], bare[0], "bare mails"),
            at_most=TIMES_BARE,
        ),
        Row("queries for them", f"{median(ours[1]):.0f}", queries, at_most=QUERIES_PER_PERSON),
    ]


def _measure_delivery():
    with cloned() as database, mail.serving() as mailbox, tempfile.TemporaryDirectory() as folder:
        facts = _make_launch(database, DELIVERED)
        log = Path(folder) / "odoo.log"
        # The bare mails go out in one run, which takes more of the processor than Odoo allows a worker by default.
        options = ["--limit-time-cpu=1800", "--limit-time-real=3600"]
        with servers.running(database, log, smtp_port=mailbox.port, workers=2, crons=2, options=options) as server:
            admin = Client(server.url, database.name).login()
            say(f"Inviting {DELIVERED:,} people, through the scheduled actions and a mail server …")
            due = {"feedback_enabled": True, "feedback_weekday": "0", "feedback_hour": 0.0}
            admin.call("rollout.program", "write", [facts["program_id"]], due)
            already, start = len(mailbox.messages), time.perf_counter()
            _wake(admin, "rollout_feedback.ir_cron_send_invitations")
            total, rate = _await(mailbox, already, DELIVERED, start)
            say(f"Handing {DELIVERED:,} bare mails to Odoo's queue, all of them in one run …")
            admin.call("ir.config_parameter", "set_param", "mail.mail.queue.batch.size", DELIVERED + 1)
            already, start = len(mailbox.messages), time.perf_counter()
            odoo_script.run(database.name, "bare_mails")
            _total, bare_rate = _await(mailbox, already, DELIVERED, start)
    addresses = {message["to"] for message in mailbox.messages[:DELIVERED]}
    assert len(addresses) == DELIVERED, f"{len(addresses)} people of {DELIVERED} got a mail"
    return [
        Row("bare mails, sent in one run", f"{bare_rate:.0f} mails/s"),
        Row("invitations, sent", f"{rate:.0f} mails/s", Ratio.of([rate], [bare_rate], "bare mails")),
        Row(
            f"{DELIVERED:,} invitations, due to delivered",
            f"{total / 60:.1f} min",
            Ratio.of([total], [WITHIN_SECONDS], f"{WITHIN_SECONDS // 60} min"),
            at_most=1,
        ),
    ]


def _make_launch(database, count):
    facts = odoo_script.run(database.name, "invitations")
    people.multiply(database, facts["employee_id"], count - 1)
    return facts


def _wake(admin, xmlid):
    """Let a scheduled action be due now, as it is when its ten minutes are over."""
    module, name = xmlid.split(".")
    domain = [("module", "=", module), ("name", "=", name)]
    [data] = admin.call("ir.model.data", "search_read", domain, fields=["res_id"])
    admin.call("ir.cron.trigger", "create", {"cron_id": data["res_id"], "call_at": "2000-01-01 00:00:00"})


def _await(mailbox, already, count, start):
    """Return the seconds from `start` to the last of `count` more mails, and the mails per second among them.

    `already` mails had come before `start`: the first of the others may have come since.
    """
    mailbox.wait(already + 1, seconds=WITHIN_SECONDS)
    first = time.perf_counter()
    mailbox.wait(already + count, seconds=WITHIN_SECONDS * 2)
    last = time.perf_counter()
    return last - start, (count - 1) / (last - first)
