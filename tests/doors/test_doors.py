"""The ways into the log, in a browser: the button in Odoo, the poster, a message in Discuss."""

from ..journey.company import PASSWORD, Company
from ..support.browser import PHONE, WIDE, login


def _launch(company, lead):
    """A program with a department in launch to which the person `staff` belongs."""
    staff = company._user("staff", None)
    company.admin.call("hr.employee", "write", company.employee_ids[:1], {"user_id": staff})
    [program] = lead.call(
        "rollout.program",
        "create",
        [{"name": "Our launch", "company_id": company.company_id, "sponsor_id": company.sponsor_id}],
    )
    [phase] = lead.call("rollout.phase", "create", [{"program_id": program, "department_id": company.department_id}])
    return phase


def test_button_in_odoo(database, server, rpc, browser):
    office = server(database)
    company = Company(rpc(office))
    _launch(company, rpc(office, "lead", PASSWORD))
    for size in (WIDE, PHONE):
        page = browser.page(size=size)
        login(page, office.url, "staff", PASSWORD)
        page.goto(f"{office.url}/odoo/rollout-log")
        page.wait_for_selector(".o_action_manager > *")
        page.click(".o_rollout_note_button")
        dialog = page.locator(".o_rollout_note")
        dialog.locator("textarea").fill("The price list is hard to find")
        assert dialog.locator(".o_rollout_note_anonymous input").is_checked(), "without a name unless one wants it"
        assert dialog.locator(".o_rollout_note_screen input").is_checked()
        assert "rollout.log.item" in dialog.locator(".o_rollout_note_screen").inner_text()
        assert dialog.locator(".o_rollout_note_now").count() == 0
        assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth"), "nothing is cut off"
        dialog.locator(".o_rollout_note_screen input").uncheck()
        dialog.locator(".o_rollout_note_send").click()
        page.wait_for_selector(".o_notification:has-text('some night')")
        assert page.locator(".o_rollout_note").count() == 0
    rows = database.query("SELECT payload->>'description', payload->>'origin' FROM rollout_sealed_note")
    assert rows == [("The price list is hard to find", "")] * 2
    assert database.query("SELECT count(*) FROM rollout_log_item") == [(0,)]

    page = browser.page()
    login(page, office.url, "sponsor", PASSWORD)
    assert page.locator(".o_rollout_note_button").count() == 0, "in launch is another department"


def test_poster(database, server, rpc, browser):
    office = server(database)
    company = Company(rpc(office))
    lead = rpc(office, "lead", PASSWORD)
    phase = _launch(company, lead)
    lead.call("rollout.phase", "action_print_kiosk_poster", [phase])
    page = browser.page()
    login(page, office.url, "lead", PASSWORD)
    page.goto(f"{office.url}/report/html/rollout_feedback.report_kiosk_poster/{phase}")
    assert page.locator("img[src^='data:image/svg']").evaluate("image => image.naturalWidth > 100"), "the code is drawn"
    address = page.locator("text=/rollout/kiosk/").inner_text().strip()

    visitor = browser.page(size=PHONE, java_script_enabled=False)
    visitor.goto(f"{office.url}/rollout/kiosk/{address.rpartition('/')[2]}")
    for mood in ("2", "4"):
        visitor.wait_for_selector("#comment")  # a page that is just coming has no width yet
        assert visitor.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert visitor.locator("textarea").input_value() == ""
        visitor.check(f"input[name=mood][value='{mood}']")
        visitor.fill("#comment", f"Words {mood}")
        visitor.click("button[type=submit]")
        visitor.click("text=Next person")
    # With a script the page goes on to the next person as well, and by itself.
    visitor = browser.page(size=PHONE)
    visitor.goto(f"{office.url}/rollout/kiosk/{address.rpartition('/')[2]}")
    visitor.check("input[name=mood][value='3']")
    visitor.fill("#comment", "Words 3")
    visitor.click("button[type=submit]")
    visitor.wait_for_selector("[role=status]")
    visitor.wait_for_selector("#comment", timeout=60_000)
    assert visitor.locator("#comment").input_value() == ""
    assert database.query("SELECT count(*) FROM rollout_sealed_note WHERE is_tap") == [(3,)]
    assert database.query("SELECT count(*) FROM rollout_sealed_note WHERE NOT is_tap") == [(3,)]


def test_message_in_discuss(database, server, rpc, browser):
    office = server(database)
    company = Company(rpc(office))
    lead = rpc(office, "lead", PASSWORD)
    _launch(company, lead)
    [channel] = lead.call("discuss.channel", "create", [{"name": "warehouse", "channel_type": "channel"}])
    lead.call("discuss.channel", "message_post", channel, body="The scanner is slow", message_type="comment")
    page = browser.page()
    login(page, office.url, "lead", PASSWORD)
    page.goto(f"{office.url}/odoo/discuss?active_id=discuss.channel_{channel}")
    message = page.locator(".o-mail-Message:has-text('The scanner is slow')")
    message.hover()
    message.locator("button[title='Expand']").click()
    page.click("text=Make This a Feedback")
    page.click("button[name=action_add]")
    page.wait_for_selector(".o_notification:has-text('in the log')")
    [item] = lead.call("rollout.log.item", "search_read", [], fields=["name", "source", "origin", "origin_url"])
    assert (item["name"], item["source"], item["origin"]) == ("The scanner is slow", "discuss", "#warehouse")
    page.goto(office.url + item["origin_url"])
    page.wait_for_selector(".o-mail-Message:has-text('The scanner is slow')")
