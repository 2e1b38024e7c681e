"""What is sent twice counts once: with two workers at the same moment, by *Back* and *Send*, by an impatient finger."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from ..faults.weekly_form import set_up
from ..journey.company import PASSWORD
from ..support.browser import PHONE

AT_ONCE = 4
WORDS = "The scanner is slow"


@pytest.fixture
def facts(database, tmp_path):
    """What the public pages are of; made before the server starts, which would not hear of a new language."""
    return set_up(database, tmp_path)


@pytest.fixture
def office(database, server):
    """A server that works at several requests at the same time, in processes of their own."""
    database.query("UPDATE res_partner SET email = 'office@launching.example.com' WHERE id = 1 RETURNING id")
    return server(database, workers=2)


def _at_once(send):
    """Call a function of a number in threads that begin together; gives what they return."""
    begin = threading.Barrier(AT_ONCE, timeout=60)

    def run(number):
        begin.wait()
        return send(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(run, range(AT_ONCE)))


def _create(admin, model, **values):
    return admin.call(model, "create", [values])[0]


def _new_user(admin, login, group):
    """A user who may sign in with the password of all; gives the id of their contact."""
    module, name = group.split(".")
    domain = [("module", "=", module), ("name", "=", name)]
    [data] = admin.call("ir.model.data", "search_read", domain, fields=["res_id"])
    user = _create(
        admin,
        "res.users",
        name=login.title(),
        login=login,
        password=PASSWORD,
        email=f"{login}@launching.example.com",
        group_ids=[(6, 0, [data["res_id"]])],
    )
    return admin.call("res.users", "read", [user], ["partner_id"])[0]["partner_id"][0]


def _share_item(admin):
    """An item that is shared with the partner, whose contact `partner` may sign in; gives the path of its page."""
    contact = _new_user(admin, "partner", "base.group_portal")
    program = _create(admin, "rollout.program", name="Launch", partner_id=contact)
    item = _create(
        admin,
        "rollout.log.item",
        name="Slow",
        program_id=program,
        partner_summary="It takes long",
        shared_with_partner=True,
    )
    return f"/my/rollout/{program}/items/{item}"


def _hold(page, pattern):
    """Let the requests of a page to such addresses wait; gives them."""
    held = []

    def hold(route):
        held.append(route)

    page.route(pattern, hold)
    return held


def _count(database, table):
    return database.query(f"SELECT count(*) FROM {table}")[0][0]


def test_comment_of_the_partner(database, office, rpc, browser):
    path = _share_item(rpc(office))
    notes = "mail_message WHERE model = 'rollout.log.item' AND strpos(body, 'scanner') > 0"
    session = rpc(office, "partner", PASSWORD).session
    page = session.get(office.url + path).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"csrf_token": token, "body": WORDS}
    answers = _at_once(
        lambda _number: requests.post(
            f"{office.url}{path}/comment", data=form, cookies=session.cookies.get_dict(), timeout=60
        )
    )
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert {answer.url for answer in answers} == {answers[0].url}, "each is led to the comments"
    assert (_count(database, "rollout_log_comment"), _count(database, notes)) == (1, 1)

    page = browser.page()
    login_page(page, office.url)
    page.goto(office.url + path)
    for _time in range(2):
        page.fill("textarea[name=body]", "Another scanner")
        page.click("form.o_rollout_send_once button[type=submit]")
        page.wait_for_url("**#comments")
        page.go_back()
        page.wait_for_selector("form.o_rollout_send_once button[type=submit]:enabled")
    assert (_count(database, "rollout_log_comment"), _count(database, notes)) == (2, 2)

    # While it is on its way, the button rests; here it stays on its way.
    page.evaluate(
        """() => document.querySelector("form.o_rollout_send_once")
            .addEventListener("submit", (event) => event.preventDefault())"""
    )
    page.fill("textarea[name=body]", "A third one")
    page.click("form.o_rollout_send_once button[type=submit]")
    page.wait_for_selector("form.o_rollout_send_once button[type=submit]:disabled")


def login_page(page, url):
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", "partner")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/my**")


def test_pages_without_a_login(database, facts, office, browser):
    paths = {
        f"/rollout/feedback/{facts['tokens'][0]}": "comment",
        f"/rollout/kiosk/{facts['kiosk']}": "comment",
        f"/rollout/reply/{facts['reply']}": "text",
    }
    for path, field in paths.items():
        stamp = re.search(r'name="page" value="([^"]+)"', requests.get(office.url + path, timeout=60).text)[1]
        form = {"page": stamp, "lang": "en_US", field: WORDS}
        answers = _at_once(lambda _number, url=office.url + path, form=form: requests.post(url, data=form, timeout=60))
        assert [answer.status_code for answer in answers] == [200] * AT_ONCE, path
        pages = [re.sub(r'name="page" value="[^"]+"', "", answer.text).splitlines() for answer in answers]
        for page in pages:
            assert page == pages[0], path
    counts = [_count(database, f"rollout_sealed_{what}") for what in ("answer", "note", "reply")]
    assert counts == [1, 1, 1]

    page = browser.page(size=PHONE)
    page.goto(f"{office.url}/rollout/kiosk/{facts['kiosk']}")
    page.fill("#comment", "Held up")
    held = _hold(page, "**/rollout/kiosk/**")
    page.click("form > button[type=submit]:not(.default)")
    page.wait_for_selector("form > button[type=submit]:not(.default):disabled")
    for route in held:
        route.abort()


def test_button_in_odoo(database, office, rpc):
    admin = rpc(office)
    _new_user(admin, "lead", "rollout_phase.group_rollout_lead")
    program = _create(admin, "rollout.program", name="Launch")
    department = _create(admin, "hr.department", name="Desk")
    _create(admin, "rollout.phase", program_id=program, department_id=department)
    session = rpc(office, "lead", PASSWORD).session

    def send(**note):
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"note": {"text": WORDS, **note}}}
        answers = _at_once(
            lambda _number: requests.post(
                f"{office.url}/rollout/feedback/note", json=body, cookies=session.cookies.get_dict(), timeout=60
            )
        )
        assert len({answer.json()["result"]["thanks"] for answer in answers}) == 1

    send(anonymous=False)
    assert _count(database, "rollout_log_item") == 1
    send(key="0123456789abcdef" * 2)
    assert _count(database, "rollout_sealed_note") == 1
