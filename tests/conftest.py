"""Fixtures: every part is real. See tests/support for what each can do."""

import contextlib
import itertools

import pytest

from .support import browser as browsers
from .support import mail
from .support import server as servers
from .support.client import Client
from .support.database import BARE, DEMO, cloned

# Addons run inside Odoo, each as a part of its own.
collect_ignore = ["addons"]


@pytest.fixture
def parts():
    """What a test has started, closed in reverse: servers before the databases that they use."""
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def database(parts):
    """A fresh database with the suite, without demo data."""
    return parts.enter_context(cloned(BARE))


@pytest.fixture
def demo_database(parts):
    """A fresh database with the suite and everybody's demo data."""
    return parts.enter_context(cloned(DEMO))


@pytest.fixture
def smtp():
    """A mail server; `smtp.messages` are the mails it was given."""
    with mail.serving() as mailbox:
        yield mailbox


@pytest.fixture
def server(tmp_path, smtp, parts):
    """A factory of Odoo servers: `server(database, days=30, workers=2)`. Their logs must be clean at the end."""
    numbers = itertools.count(1)

    def start(database, **options):
        log = tmp_path / f"odoo-{next(numbers)}.log"
        return parts.enter_context(servers.running(database, log, smtp_port=smtp.port, **options))

    return start


@pytest.fixture
def rpc():
    """A factory of clients: `rpc(server)` is signed in as admin."""

    def connect(server, login="admin", password=None):
        return Client(server.url, server.database.name).login(login, password)

    return connect


@pytest.fixture(scope="session")
def chromium():
    with browsers.opened() as browser:
        yield browser


@pytest.fixture
def browser(chromium):
    """A browser whose pages are closed after the test: `browser.page(size=PHONE)`."""
    yield chromium
    chromium.close_pages()
