"""One calendar on one screen: in Thai, each date of the suite has one year, wherever somebody reads it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..support import odoo_script
from ..support.browser import PHONE, WIDE, login

SCRIPT = Path(__file__).parent / "odoo" / "years.py"
_COMMON_ERA = re.compile(r"(?<!\d)20[1-4]\d(?![\d%])")


def test_what_the_server_writes(demo_database):
    """All computed texts of all records, digests, reports, minutes and groups."""
    facts = odoo_script.run(demo_database.name, SCRIPT)
    assert not facts["found"]
    assert facts["read"] > 1000
    assert facts["dated"] > 300


def _seen(page):
    """The years of the Common Era that can be seen on a page, boxes included, but for names that somebody typed."""
    texts = page.locator(".o_action_manager, .o_popover, .modal").all_inner_texts()
    texts += page.evaluate(
        """() => [...document.querySelectorAll("input")].map(
            (box) => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").get.call(box)
        )"""
    )
    return _COMMON_ERA.findall(" ".join(texts).replace("Accruals 2019-now.xlsx", ""))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_form(demo_database, server, rpc, browser, size):
    office = server(demo_database)
    admin = rpc(office)
    _speak_thai(admin)
    [system] = admin.call("rollout.shadow.system", "search", [["name", "like", "Accruals"]])
    admin.call("rollout.shadow.system", "write", [system], {"retire_date": "2027-01-29"})

    page = browser.page(size=size)
    login(page, office.url)
    page.goto(f"{office.url}/odoo/rollout.shadow.system/{system}")
    field = page.locator(".o_field_widget[name=retire_date]")
    expect(field).to_contain_text("29 ม.ค. 2570")
    expect(page.locator(".o-mail-Message-tracking").first).to_contain_text("29/01/2570")
    assert not _seen(page)

    field.locator("button").click()
    expect(page.locator(".o_datetime_picker_header")).to_contain_text("มกราคม 2570")
    assert not _seen(page)
    # In either era; the page is opened anew, so that nothing is typed while the form still takes in what was saved.
    for typed, shown, stored in (
        ("26/02/2570", "26 ก.พ. 2570", "2027-02-26"),
        ("28/01/2028", "28 ม.ค. 2571", "2028-01-28"),
    ):
        _type(page, field, typed)
        expect(field).to_contain_text(shown)
        page.locator(".o_form_button_save").first.click()
        expect(page.locator(".o_form_button_save")).to_be_hidden()
        [values] = admin.call("rollout.shadow.system", "read", [system], ["retire_date"])
        assert values["retire_date"] == stored
        page.reload()
    office.expected.append("odoo.http: วันเลิกใช้: ")
    _type(page, field, "31/1/70")
    page.locator(".o_form_button_save").first.click()
    expect(page.locator(".modal")).to_contain_text("2027")
    expect(page.locator(".modal")).to_contain_text("2570")


def test_a_filter_and_a_task(demo_database, server, rpc, browser):
    """What Odoo's own dialogs show of the suite's records: a filter of one's own, a task on a record."""
    office = server(demo_database)
    admin = rpc(office)
    _speak_thai(admin)
    [phase] = admin.call("rollout.phase", "search", [], limit=1)

    page = browser.page(size=WIDE)
    login(page, office.url)
    page.goto(f"{office.url}/odoo/action-rollout_phase.rollout_phase_action")
    page.locator(".o_searchview_dropdown_toggler").click()
    page.locator(".o_add_custom_filter").click()
    page.locator(".modal .o_model_field_selector").click()
    page.locator(".o_model_field_selector_popover_item[data-name=planned_go_live] button").first.click()
    page.locator(".modal .o_tree_editor_condition select").first.select_option(label="หลังจาก")
    box = page.locator(".modal .o_datetime_input")
    box.fill("31/01/2570")
    box.press("Tab")
    assert not _seen(page)
    page.locator(".modal footer .btn-primary").click()
    expect(page.locator(".o_searchview_facet")).to_contain_text("31/01/2570")

    page.goto(f"{office.url}/odoo/rollout.phase/{phase}")
    page.locator(".o-mail-Chatter-activity").click()
    _type(page, page.locator(".modal .o_field_widget[name=date_deadline]"), "31/01/2570")
    assert not _seen(page)
    page.locator(".modal button[name=action_schedule_activities]").click()
    expect(page.locator(".modal")).to_have_count(0)
    domain = [["res_model", "=", "rollout.phase"], ["date_deadline", "=", "2027-01-31"]]
    assert admin.call("mail.activity", "search_count", domain) == 1


def _speak_thai(admin):
    """Install Thai, and have the administrator read it."""
    admin.timeout = 300
    thai = admin.call("res.lang", "search", [["code", "=", "th_TH"], ["active", "in", [True, False]]])
    wizard = admin.call("base.language.install", "create", [{"lang_ids": [[6, 0, thai]]}])
    admin.call("base.language.install", "lang_install", wizard)
    [user] = admin.call("res.users", "search", [["login", "=", "admin"]])
    admin.call("res.users", "write", [user], {"lang": "th_TH"})


def _type(page, field, text):
    field.locator("button, input").first.click()
    field.locator("input").fill(text)
    field.locator("input").press("Tab")
