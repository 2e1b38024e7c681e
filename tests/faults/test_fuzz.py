"""Ten thousand requests as no browser sends them. A thousand are part of every run: tests/input."""

import pytest

from .fuzzing import fuzz
from .weekly_form import set_up

pytestmark = pytest.mark.long


def test_ten_thousand_malformed_requests(database, server, tmp_path):
    facts = set_up(database, tmp_path)
    running = server(database)
    statuses = fuzz(running, database, facts, 10_000, seed=20261124)
    assert statuses.get(200, 0) > 100, "some open a page"
    assert statuses.get(404, 0) > 1000
