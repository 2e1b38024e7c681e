"""Forms handed in per second: the weekly form, core's survey, and the floor, on one server."""

import os
import tempfile
from pathlib import Path

from dev.console import say
from tests.support import server as servers
from tests.support.database import cloned, run_odoo

from ..contest import Contest
from ..contestants.core_survey import CoreSurvey
from ..contestants.floor import Floor
from ..contestants.weekly_form import WeeklyForm
from ..table import Ratio, Row

ADDONS = Path(__file__).parent.parent / "addons"
# Prefork, as in production; as many visitors as workers keep all of them busy, without a queue.
WORKERS = 2
ROUNDS = 14
SECONDS = 1.5
WARM_UP_SECONDS = 5
TIMES_SURVEY = 5
OF_FLOOR = 0.8


def measure() -> list[Row]:
    os.environ["ODOO_ADDONS_PATH"] += f",{ADDONS}"
    with cloned() as database, tempfile.TemporaryDirectory() as folder:
        say("Installing core's survey and the floor beside the suite …")
        run_odoo(f"--database={database.name}", "--init=survey,bench_floor", "--no-http", "--stop-after-init")
        floor, survey, form = Floor(), CoreSurvey(database), WeeklyForm(database)
        with servers.running(database, Path(folder) / "odoo.log", workers=WORKERS) as server:
            contest = Contest(server.url, [floor, survey, form], visitors=WORKERS)
            say(f"Handing in forms: {ROUNDS} rounds of {SECONDS} s for each of three …")
            contest.run(ROUNDS, SECONDS, WARM_UP_SECONDS)
        contest.check_stored(database)
    say(
        f"All {sum(contest.submitted.values())} forms were stored. {WORKERS} workers, {WORKERS} visitors at a"
        f" time; the visitors took {contest.client_share:.0%} of one processor."
    )
    return _to_rows(contest, floor, survey, form)


def _to_rows(contest, floor, survey, form):
    rates = contest.rates

    def compare(one, other):
        return Ratio.of(rates[one.name], rates[other.name], other.name)

    def show(contestant):
        return f"{contest.get_rate(contestant.name):.1f} forms/s"

    return [
        Row("floor: a page, one record", show(floor)),
        Row("core survey, seven questions", show(survey), compare(survey, floor)),
        Row("weekly form, same questions", show(form), compare(form, floor), OF_FLOOR),
        Row("weekly form, same questions", "", compare(form, survey), TIMES_SURVEY),
    ]
