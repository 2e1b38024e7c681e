"""The services of docker-compose.yml, started once for all tests that leave them as they were."""

import os

import pytest

from .stack import Stack


@pytest.fixture(scope="session")
def make_stack(tmp_path_factory):
    """A factory of stacks, removed at the end: `make_stack("other", ODOO_WITH_DEMO="True")`."""
    made = []

    def make(name, **settings):
        made.append(Stack(tmp_path_factory.mktemp(name), f"rollout_test_{os.getpid()}_{name}", **settings))
        return made[-1]

    yield make
    for stack in made:
        stack.remove()


@pytest.fixture(scope="session")
def stack(make_stack):
    """A first start without demo data, on ports of its own."""
    stack = make_stack("first")
    stack.first_words = stack.up().stdout
    return stack
