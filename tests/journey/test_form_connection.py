"""The weekly form where the connection breaks: what was typed stays, and two taps count once."""

import pytest

from ..faults.weekly_form import set_up
from ..support.browser import PHONE
from ..support.database import administer

SEND = "form > button[type=submit]:not(.default)"
UNSENT = "#unsent"


@pytest.fixture
def facts(database, tmp_path):
    return set_up(database, tmp_path, tokens=2)


def test_lost_connection_loses_nothing(database, server, browser, facts):
    running = server(database)
    page = browser.page(size=PHONE)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}?lang=en_US")
    page.check("input[name=mood][value='2']")
    page.fill("#comment", "The lift\nwas broken")
    assert page.locator(UNSENT).is_hidden()
    assert not complaints, "the page's own policy allows its script"
    running.stop()
    page.click(SEND)
    page.wait_for_selector(UNSENT)
    assert "still here" in page.inner_text(UNSENT)
    assert page.locator(UNSENT).evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")
    assert page.is_checked("input[name=mood][value='2']")
    assert page.input_value("#comment") == "The lift\nwas broken"
    running.start()
    page.click(SEND)
    page.wait_for_selector("h1:has-text('Thank you!')")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    assert page.locator(UNSENT).is_hidden()
    assert database.query("SELECT payload ->> 'comment' FROM rollout_sealed_answer") == [("The lift\nwas broken",)]


def test_database_that_is_not_ready_loses_nothing(database, server, browser, facts):
    running = server(database)
    running.expected += ["odoo.http: ", "odoo.sql_db: "]
    page = browser.page(size=PHONE)
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}?lang=en_US")
    page.fill("#comment", "Nothing moved")
    administer(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS false')
    administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.name}'")
    page.click(SEND)
    page.wait_for_selector(UNSENT)
    assert page.input_value("#comment") == "Nothing moved"
    administer(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS true')
    page.click(SEND)
    page.wait_for_selector("h1:has-text('Thank you!')")
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(1,)]


def test_second_tap_and_another_language(database, server, browser, facts):
    running = server(database)
    page = browser.page(size=PHONE)
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}?lang=en_US")
    page.fill("#manual_hours", "often")
    page.click("button[name=switch][value=th_TH]")
    page.wait_for_selector("html[lang=th-TH]")
    assert page.input_value("#manual_hours") == "often"
    page.click(SEND)
    page.wait_for_selector("#manual_hours_error")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.fill("#manual_hours", "2")
    # A second tap before the answer to the first would else end on the page of a used link.
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.dblclick(SEND)
    page.wait_for_selector("main > [role=status]")
    assert sent == ["POST"]
    assert page.get_attribute("html", "lang") == "th-TH"
    assert page.locator("form").count() == 0
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(1,)]
