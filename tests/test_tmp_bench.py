import pytest
from tests.bench.scenarios import invitations
from tests.bench import table
from tests.support import database
import contextlib, functools


def test_x(monkeypatch):
    monkeypatch.setattr(invitations, "cloned", functools.partial(database.cloned, "dev"))
    print(table.render(invitations._measure_delivery()))
