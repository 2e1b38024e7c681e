"""The log as a board: what is dropped among the decided asks for its decision."""

from ..support.browser import login
from .company import PASSWORD, Company


def _drag(page, card, column):
    """Drag as a hand does: wait until it rests, press, move in steps, let go."""
    card.hover()
    start, end = card.bounding_box(), column.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 20, start["y"] + 20, steps=5)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 120, steps=15)
    page.mouse.up()


def test_dropping_an_item_among_the_decided_asks_why(database, server, rpc, browser):
    office = server(database)
    company = Company(rpc(office))
    lead = rpc(office, "lead", PASSWORD)
    [program] = lead.call("rollout.program", "create", [{"name": "Our launch", "company_id": company.company_id}])
    [item] = lead.call("rollout.log.item", "create", [{"name": "Prices are typed twice", "program_id": program}])
    page = browser.page()
    login(page, office.url, "lead", PASSWORD)
    page.goto(f"{office.url}/odoo/rollout-log")
    card = page.locator(".o_kanban_record:has-text('Prices are typed twice')")
    card.wait_for()

    with page.expect_response("**/rollout.log.item/web_save"):
        _drag(page, card, page.locator(".o_kanban_group", has_text="In Progress"))
    page.wait_for_selector(".o_kanban_group:has-text('In Progress') .o_kanban_record:has-text('Prices')")
    assert page.locator(".modal").count() == 0, "to start on it needs no word"

    _drag(page, card, page.locator(".o_kanban_group", has_text="Decided"))
    dialog = page.locator(".modal")
    dialog.locator("text=Process change").wait_for()
    page.click(".modal .btn-close")
    dialog.wait_for(state="detached")
    page.wait_for_selector(".o_kanban_group:has-text('In Progress') .o_kanban_record:has-text('Prices')")

    _drag(page, card, page.locator(".o_kanban_group", has_text="Decided"))
    dialog.locator("label", has_text="Configuration").click()
    dialog.locator(".o_field_widget[name=reason] textarea").fill("A price list will do it")
    dialog.locator("button[name=action_decide]").click()
    page.wait_for_selector(".o_kanban_group:has-text('Decided') .o_kanban_record:has-text('Prices')")
    [values] = lead.call("rollout.log.item", "read", [item], ["state", "decision", "decision_reason"])
    assert (values["state"], values["decision"]) == ("decided", "configuration")
    assert values["decision_reason"] == "A price list will do it"
