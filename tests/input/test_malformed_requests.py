"""Malformed requests, mail scanners, and bodies that no form has."""

import requests

from ..anonymity import attacker
from ..faults.fuzzing import fuzz
from ..faults.weekly_form import post, set_up

VISITS = 100


def test_malformed_requests(database, server, tmp_path):
    facts = set_up(database, tmp_path)
    running = server(database)
    statuses = fuzz(running, database, facts, 1_000, seed=7)
    assert statuses.get(200, 0) > 10, "some open a page"
    assert statuses.get(404, 0) > 100
    # Our own page, not core's, also for what no link holds and for what no form sends.
    for path in ("feedback/a%0ab", "feedback/%0a", "reply/%0a/x", "heard/%0a", "feedback/a/b"):
        answer = requests.get(f"{running.url}/rollout/{path}", timeout=60)
        assert (answer.status_code, "<main>" in answer.text) == (404, True), path
    for name in ("feedback/" + facts["tokens"][0], "reply/" + facts["reply"]):
        for body in ({"comment": "x" * 6 * 1024**2}, {f"f{number}": "x" for number in range(2000)}):
            files = {key: (None, value) for key, value in body.items()} if len(body) > 1 else None
            answer = requests.post(
                f"{running.url}/rollout/{name}", data=None if files else body, files=files, timeout=60
            )
            assert (answer.status_code, "<main>" in answer.text) == (413, True), name
    assert post(running.url, "/rollout/feedback/" + facts["tokens"][0], {"mood": "3"}).status_code == 200


def test_a_mail_scanner_changes_nothing(database, server, tmp_path):
    facts = set_up(database, tmp_path)
    running = server(database)
    paths = [f"feedback/{facts['tokens'][0]}", f"reply/{facts['reply']}", f"heard/{facts['heard']}"]
    for path in paths:
        requests.get(f"{running.url}/rollout/{path}", timeout=60).raise_for_status()
    before = attacker.snapshot(database)
    client = requests.Session()
    for _visit in range(VISITS):
        for path in paths:
            for method in ("GET", "HEAD", "OPTIONS"):
                assert client.request(method, f"{running.url}/rollout/{path}", timeout=60).status_code < 500
    assert attacker.changed_tables(before, attacker.snapshot(database)) == set()
    assert post(running.url, f"/rollout/feedback/{facts['tokens'][0]}", {"mood": "3"}).status_code == 200
