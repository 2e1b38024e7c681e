"""A copy of the database, neutralised by Odoo's own command, calls nobody; its links open nothing at the original."""

import http.server
import threading
from pathlib import Path

import pytest

from ..support import odoo_script
from ..support.database import cloned, run_odoo

SCRIPTS = Path(__file__).parent / "odoo"


@pytest.fixture
def receiver():
    """A chat program's server; `receiver.calls` are the bodies that it was sent."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.calls = calls
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _knows(database, token, monkeypatch):
    monkeypatch.setenv("ROLLOUT_TOKEN", token)
    return odoo_script.run(database.name, SCRIPTS / "token.py")["genuine"]


def test_nothing_leaves_a_neutralised_copy(database, smtp, receiver, monkeypatch):
    database.query("INSERT INTO ir_config_parameter (key, value) VALUES ('rollout_win.webhook_private', 'True')")
    monkeypatch.setenv("ROLLOUT_WEBHOOK", f"http://127.0.0.1:{receiver.server_port}/hook")
    original = odoo_script.run(database.name, SCRIPTS / "launch.py")
    assert original["mails"] > 6
    assert original["deliveries"] == 1
    with cloned(database.name) as copy:
        run_odoo("neutralize", "-d", copy.name)
        # As where the server itself knows a mail server, whatever the database says.
        monkeypatch.setattr(odoo_script, "OPTIONS", ["--smtp=127.0.0.1", f"--smtp-port={smtp.port}"])
        tried = odoo_script.run(copy.name, SCRIPTS / "copy.py", clean=False)
        assert tried["waiting"] == 0, "the original's mails are the original's to send"
        assert tried["queued"] > 6
        assert (tried["sent"], smtp.messages) == (0, [])
        assert (tried["webhook"], tried["deliveries"], receiver.calls) == (False, 0, [])
        assert not [name for name in tried["active"] if "Rollout" in name]
        assert _knows(copy, tried["token"], monkeypatch)
        assert not _knows(copy, original["token"], monkeypatch)
        assert not _knows(database, tried["token"], monkeypatch), "a vote that was cast to try out counts nowhere"
    assert _knows(database, original["token"], monkeypatch)
