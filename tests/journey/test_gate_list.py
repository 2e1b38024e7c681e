"""The list of a gate's checks, in a browser: whole sentences, a way to what is missing, a bin only where it works."""

from ..support.browser import PHONE, WIDE, login
from .company import PASSWORD, Company


def _launch(company, lead):
    [program] = lead.call(
        "rollout.program",
        "create",
        [{"name": "Our launch", "company_id": company.company_id, "sponsor_id": company.sponsor_id}],
    )
    [phase] = lead.call(
        "rollout.phase",
        "create",
        [
            {
                "program_id": program,
                "department_id": company.department_id,
                "gate_check_ids": [
                    (0, 0, {"name": "The cake is ordered, and everybody knows when and where it is cut"})
                ],
            }
        ],
    )
    return phase


def test_gate_list(database, server, rpc, browser, tmp_path):
    office = server(database)
    company = Company(rpc(office))
    phase = _launch(company, rpc(office, "lead", PASSWORD))
    page = browser.page(size=WIDE)
    login(page, office.url, "lead", PASSWORD)
    page.goto(f"{office.url}/odoo/rollout-phases/{phase}")
    rows = page.locator("[name=gate_check_ids] .o_data_row")
    rows.first.wait_for()
    page.screenshot(path=tmp_path / "gate_wide.png")
    for cell in rows.locator("td[name=detail], td[name=display_name]").all():
        whole = "node => [node, ...node.querySelectorAll('*')].every(part => part.scrollWidth <= part.clientWidth + 1)"
        assert cell.evaluate(whole), cell.inner_text()
    # What the playbook requires has no bin, what the lead has added has one.
    for name, count in (("Expectations are signed", 0), ("Every workflow has its steps", 0), ("The cake", 1)):
        assert rows.filter(has_text=name).locator("button[name=delete]").count() == count, name
    row = rows.filter(has_text="Champions are named")
    row.locator("button[name=action_fix]").click()
    page.wait_for_selector(".o_breadcrumb:has-text('Champions')")
    page.click(".o_control_panel_main_buttons .o_list_button_add")
    page.wait_for_selector(".o_field_widget[name=employee_id]")
    assert page.locator(".o_field_widget[name=phase_id]").inner_text().strip() == "Sales"
    page.goto(f"{office.url}/odoo/rollout-phases/{phase}")
    rows.filter(has_text="The day is well chosen").locator("button[name=action_fix]").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=planned_go_live]").wait_for()
    page.screenshot(path=tmp_path / "gate_day.png")

    phone = browser.page(size=PHONE)
    login(phone, office.url, "lead", PASSWORD)
    phone.goto(f"{office.url}/odoo/rollout-phases/{phase}")
    cards = phone.locator("[name=gate_check_ids] .o_kanban_record:not(.o_kanban_ghost)")
    cards.first.wait_for()
    phone.screenshot(path=tmp_path / "gate_phone.png", full_page=True)
    for name, deletable in (("Champions are named", 0), ("The cake", 1)):
        cards.filter(has_text=name).click(position={"x": 5, "y": 5})
        dialog = phone.locator(".modal")
        dialog.locator(".o_form_view").wait_for()
        assert dialog.locator(".o_btn_remove").count() == deletable, name
        dialog.locator(".oi-arrow-left, .btn-close, .o_form_button_cancel").first.click()
        dialog.wait_for(state="detached")
    cards.filter(has_text="Every workflow has its steps").locator("button[name=action_fix]").click()
    phone.wait_for_selector(".o_kanban_view, .o_view_nocontent")
