"""The weekly digest: queueing it to 1,000 readers, against bare mails and against Odoo's own digest."""

from statistics import median

from dev.console import say
from tests.support import people
from tests.support.database import cloned

from .. import odoo_script
from ..table import Ratio, Row

READERS = 1_000
TIMES_BARE = 3
TIMES_FASTER = 10
QUERIES_PER_READER = 0.1


def measure() -> list[Row]:
    with cloned() as database:
        facts = odoo_script.run(database.name, "invitations")
        people.multiply(database, facts["employee_id"], READERS - 1)
        say(f"Queueing {READERS:,} digests, as many mails without a ledger, and Odoo's own digest …")
        figures = odoo_script.run(database.name, "digests")
    assert figures["people"] == READERS, figures
    seconds, queries = {}, {}
    for name in ("digests", "few", "bare", "core"):
        seconds[name], queries[name] = zip(*figures[name], strict=True)
    readers = figures["people"] - figures["few_people"]
    more = [many - few for many, few in zip(queries["digests"], queries["few"], strict=True)]
    ours_each = [value / figures["people"] for value in seconds["digests"]]
    core_each = [value / figures["core_people"] for value in seconds["core"]]
    return [
        Row("bare mails of digests, queued in bulk", f"{median(seconds['bare']):.2f} s"),
        Row(
            f"{READERS:,} digests, queued",
            f"{median(seconds['digests']):.2f} s",
            Ratio.of(seconds["digests"], seconds["bare"], "bare mails"),
            at_most=TIMES_BARE,
        ),
        Row(
            f"queries beyond those of {figures['few_people']}",
            f"{median(more):.0f}",
            Ratio.of(more, [readers] * len(more), "reader"),
            at_most=QUERIES_PER_READER,
        ),
        Row(
            "Odoo's own digest, a reader",
            f"{median(core_each) * 1000:.1f} ms, {median(queries['core']) / figures['core_people']:.0f} queries",
        ),
        Row(
            "digest, a reader",
            f"{median(ours_each) * 1000:.2f} ms",
            Ratio.of(core_each, ours_each, "faster than Odoo's"),
            at_least=TIMES_FASTER,
        ),
    ]
