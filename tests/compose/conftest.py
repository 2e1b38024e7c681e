"""The services of docker-compose.yml, started once for all tests that leave them as they were."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from .stack import Stack, remove


def _remove_abandoned():
    """Remove what test runs left that were killed: the names of their projects hold the number of a dead process."""
    answer = subprocess.run(
        ["docker", "compose", "ls", "--all", "--format=json"], text=True, capture_output=True, check=True
    )
    for project in json.loads(answer.stdout):
        found = re.match(r"rollout_test_(\d+)_", project["Name"])
        if found and not Path(f"/proc/{found[1]}").exists():
            remove(project["Name"])


@pytest.fixture(scope="session")
def make_stack(tmp_path_factory):
    """A factory of stacks, removed at the end: `make_stack("other", ODOO_WITH_DEMO="True")`."""
    _remove_abandoned()
    made = []

    def make(name, **settings):
        made.append(Stack(tmp_path_factory.mktemp(name), f"rollout_test_{os.getpid()}_{name}", **settings))
        return made[-1]

    yield make
    for stack in made:
        remove(stack.project)


@pytest.fixture(scope="session")
def stack(make_stack):
    """A first start without demo data, on ports of its own."""
    stack = make_stack("first")
    stack.first_words = stack.up().stdout
    return stack
