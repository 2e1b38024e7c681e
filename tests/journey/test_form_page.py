"""The weekly form as a person has it in the hand: a phone, a keyboard, a reader of screens, another language."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from ..faults.weekly_form import set_up
from ..support.browser import PHONE

# Seconds, after the keystroke-level model of human-computer interaction.
READ, TAP, KEY = 1.2, 1.1, 0.28
# What a thumb hits: 44 CSS pixels (WCAG 2.2, target size, level AAA).
THUMB = 44


class Person:
    """Answers with the steps of a person, and counts the seconds that these take."""

    def __init__(self, page):
        self.page = page
        self.seconds = 0.0

    def tap(self, selector):
        self.page.locator(selector).tap()
        self.seconds += TAP

    def read(self):
        self.seconds += READ

    def type(self, selector, text):
        self.tap(selector)
        self.page.keyboard.type(text)
        self.seconds += KEY * len(text)


@pytest.fixture
def facts(database, tmp_path):
    return set_up(database, tmp_path, tokens=4)


def test_twenty_seconds_on_a_phone(database, server, browser, facts):
    running = server(database)
    page = browser.page(size=PHONE, java_script_enabled=False)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}")
    assert len(requests) == 1, "the page loads nothing else"
    person = Person(page)
    for question in ("mood", "workload", "control", "upstream"):
        person.read()
        person.tap(f"input[name={question}][value='3']")
    person.read()
    person.type("#manual_hours", "2")
    person.read()
    person.type("#comment", "Labels are slow")
    person.tap("form > button[type=submit]:not(.default)")
    page.wait_for_selector("h1:has-text('Thank you!')")
    assert person.seconds <= 20
    [[payload]] = database.query("SELECT payload FROM rollout_sealed_answer")
    payload.pop("reply_digest")
    assert payload == {
        "mood": 3,
        "workload": 3,
        "control": 3,
        "upstream": 3,
        "manual_hours": 2.0,
        "comment": "Labels are slow",
    }


def test_keyboard_alone(database, server, browser, facts):
    running = server(database)
    page = browser.page(java_script_enabled=False)
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}")
    seen = []
    for _step in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.type || ''")
        seen.append(name)
        if name in ("mood", "workload", "control", "upstream"):
            page.keyboard.press("Space")
        elif name == "comment":
            page.keyboard.type("By keyboard")
        elif name == "submit":
            break
        else:
            # Enter in a field would send: only its place in the order is looked at here.
            continue
    assert [name for name in seen if name != "switch"] == [
        "mood",
        "workload",
        "control",
        "upstream",
        "manual_hours",
        "kind",
        "comment",
        "sender_name",
        "submit",
    ]
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status] h1")
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(1,)]


def test_enter_sends_and_another_language_loses_nothing(database, server, browser, facts):
    running = server(database)
    page = browser.page(size=PHONE, java_script_enabled=False)
    page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}?lang=en_US")
    page.fill("#comment", "First line\nSecond line")
    page.fill("#manual_hours", "often")
    page.check("input[name=mood][value='2']")
    page.click("button[name=switch][value=th_TH]")
    assert page.get_attribute("html", "lang") == "th-TH"
    assert page.input_value("#comment") == "First line\nSecond line"
    assert page.input_value("#manual_hours") == "often"
    assert page.is_checked("input[name=mood][value='2']")
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(0,)]
    page.fill("#manual_hours", "2")
    page.press("#manual_hours", "Enter")
    assert page.get_attribute("html", "lang") == "th-TH"
    assert page.locator("form").count() == 0
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(1,)]


def test_every_page_is_for_everybody(database, server, browser, facts):
    """No violation that axe finds, nothing wider than a phone, and nothing too small for a thumb."""
    running = server(database)
    page = browser.page(size=PHONE)
    token = facts["tokens"][0]
    visits = {
        "form": lambda: page.goto(f"{running.url}/rollout/feedback/{token}"),
        "form with errors": lambda: (
            page.fill("#manual_hours", "many"),
            page.fill("#comment", "Words"),
            page.click("form > button[type=submit]:not(.default)"),
            page.wait_for_selector("#manual_hours_error"),
        ),
        "thanks": lambda: (
            page.fill("#manual_hours", "1"),
            page.click("form > button[type=submit]:not(.default)"),
            page.wait_for_selector("[role=status]"),
        ),
        "used": lambda: page.goto(f"{running.url}/rollout/feedback/{token}?lang=th_TH"),
        "thread": lambda: page.goto(f"{running.url}/rollout/reply/{facts['reply']}?lang=en_US"),
        "blank reply": lambda: (
            page.click("form > button[type=submit]:not(.default)"),
            page.wait_for_selector(".error[role=alert]"),
        ),
        "heard": lambda: page.goto(f"{running.url}/rollout/heard/{facts['heard']}?lang=th_TH"),
        "wrong": lambda: page.goto(f"{running.url}/rollout/heard/x"),
    }
    for name, visit in visits.items():
        visit()
        page.wait_for_selector("main")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        for target in page.locator("main button:not(.default), main label:has(input), main select, main a").all():
            box = target.bounding_box()
            assert box["height"] >= THUMB - 0.5 and box["width"] >= THUMB - 0.5, (name, target.inner_text(), box)
