"""From an empty database to a department that is live, all of it in the web client, each in their own browser."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from ..support.browser import PHONE, login
from .company import PASSWORD, Company


def _middle_of_a_month():
    """A Wednesday far from both ends of its month, some weeks away, as somebody types it."""
    day = (date.today().replace(day=1) + timedelta(days=45)).replace(day=10)
    day += timedelta(days=(2 - day.weekday()) % 7)
    return day.strftime("%m/%d/%Y")


class Desk:
    """Somebody at the web client."""

    def __init__(self, browser, server, user, **options):
        self.server = server
        self.page = browser.page(**options)
        login(self.page, server.url, user, PASSWORD)

    def open(self, path, wait=".o_control_panel"):
        self.page.goto(f"{self.server.url}/odoo/{path}")
        self.page.wait_for_selector(wait)

    def form(self):
        """The form on top: that of the last dialog, or of the page."""
        dialogs = self.page.locator(".modal .o_form_view")
        return dialogs.last if dialogs.count() else self.page.locator(".o_form_view")

    def fill(self, field, text):
        box = self.form().locator(f".o_field_widget[name={field}]").locator("input, textarea").first
        box.fill(text)
        box.press("Tab")

    def choose(self, field, text):
        """Pick a record by typing a part of its name."""
        self.form().locator(f".o_field_widget[name={field}] input").fill(text)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()

    def select(self, field, text):
        """Pick a value of a short list."""
        box = self.form().locator(f".o_field_widget[name={field}]")
        box.locator("input").click()
        self.page.locator(".o_select_menu_item", has_text=text).first.click()

    def tab(self, name):
        self.form().get_by_role("tab", name=name).click()

    def add_line(self, field):
        self.form().locator(
            f".o_field_widget[name={field}] .o_field_x2many_list_row_add a, "
            f".o_field_widget[name={field}] .o_field_x2many_list_row_add button"
        ).first.click()

    def press(self, name):
        """Press the button that is called so, in the dialog on top if there is one."""
        dialogs = self.page.locator(".modal:not(.o_inactive_modal)")
        place = dialogs.last if dialogs.count() else self.page.locator(".o_action_manager")
        place.get_by_role("button", name=name, exact=True).first.click()

    def save(self):
        self.page.locator(".o_form_button_save").first.click()
        expect(self.page.locator(".o_form_button_save")).to_be_hidden()

    def read_refusal(self):
        """The text of a refusal; closes it."""
        dialog = self.page.locator(".modal:has(.o_error_dialog), .o_error_dialog").first
        text = dialog.inner_text()
        self.page.locator(".modal").last.get_by_role("button", name="Close").last.click()
        expect(self.page.locator(".modal")).to_have_count(0)
        return text


def test_from_an_empty_database_to_day_0(database, server, rpc, browser):
    office = server(database)
    # What the refused button writes into the log.
    office.expected.append("can't go live yet")
    admin = rpc(office)
    company = Company(admin)
    for name in ("Accounting", "Inventory"):
        [department] = admin.call("hr.department", "create", [{"name": name}])
        admin.call(
            "hr.employee",
            "create",
            [{"name": f"{person} of {name}", "department_id": department} for person in ("Ann", "Bo", "Cy")],
        )
    assert company.sponsor_id

    lead = Desk(browser, office, "lead")
    _plan(lead)
    # The day on which it happens is the one that is judged, whatever day that is here.
    phases = admin.call("rollout.phase", "search", [("name", "=", "Accounting")])
    admin.call("rollout.phase", "write", phases, {"planned_go_live": str(date.today())})
    _prepare(lead)
    refusal = _is_refused(lead)
    assert "Sponsor hasn't signed yet." in refusal
    assert "No KPI has been chosen yet." in refusal

    sponsor = Desk(browser, office, "sponsor")
    _sign_and_override(sponsor)
    _go_live(lead)

    _look_at_it_on_a_phone(browser, office)


def _plan(lead):
    """A program, and its departments from the playbook."""
    page = lead.page
    lead.open("rollout-programs")
    expect(page.locator(".o_view_nocontent")).to_contain_text("Start your launch program")
    page.locator(".o_list_button_add").click()
    lead.fill("name", "Our launch")
    lead.choose("sponsor_id", "Sponsor")
    expect(lead.form().locator(".o_field_widget[name=lead_id] input")).to_have_value("Lead")
    lead.tab("Expectations")
    lead.fill("expectation_months", "5")
    lead.save()
    lead.press("Plan from the Playbook")
    page.wait_for_selector(".modal .o_data_row")
    lead.fill("date_start", _middle_of_a_month())
    lead.press("Plan Phases")
    expect(page.locator(".o_kanban_record", has_text="Accounting")).to_be_visible()
    expect(page.locator(".o_kanban_record", has_text="Inventory")).to_be_visible()


def _prepare(lead):
    """Champions, how work is done, what is confirmed by hand."""
    page = lead.page
    page.locator(".o_kanban_record", has_text="Accounting").click()
    page.wait_for_selector(".o_form_view")
    lead.tab("Champions")
    for person in ("Ann", "Bo"):
        lead.add_line("champion_ids")
        box = page.locator(".o_selected_row [name=employee_id] input")
        expect(box).to_have_value("")
        box.press_sequentially(person)
        page.locator(".o-autocomplete--dropdown-item", has_text=f"{person} of Accounting").first.click()
    lead.save()
    lead.tab("Today's Work")
    lead.add_line("workflow_ids")
    page.wait_for_selector(".modal .o_form_view")
    lead.fill("name", "From bill to payment")
    for step in ("Ann opens the post", "Bo asks who ordered it"):
        lead.add_line("step_ids")
        page.locator(".modal .o_selected_row [name=name] input, .modal .o_selected_row [name=name] textarea").fill(step)
    lead.press("Save & Close")
    expect(page.locator(".modal")).to_have_count(0)
    lead.add_line("shadow_system_ids")
    page.wait_for_selector(".modal .o_form_view")
    lead.fill("name", "Bills (final v3).xlsx")
    lead.select("fate", "Replaced")
    lead.fill("retire_date", _middle_of_a_month())
    lead.press("Save & Close")
    expect(page.locator(".modal")).to_have_count(0)
    lead.save()
    lead.tab("Gate")
    rows = page.locator("[name=gate_check_ids] .o_data_row", has_text="Nobody has confirmed this yet.")
    while count := rows.count():
        rows.first.locator("[name=display_name]").click()
        page.wait_for_selector(".modal .o_form_view")
        lead.fill("evidence", "Seen by Ann on Monday")
        lead.press("Confirm")
        expect(page.locator(".modal [name=state]")).to_have_text("Passed")
        lead.press("Save")
        expect(page.locator(".modal")).to_have_count(0)
        expect(rows).to_have_count(count - 1)


def _is_refused(lead):
    lead.press("Mark as Ready")
    lead.page.wait_for_selector(".modal")
    return lead.read_refusal()


def _sign_and_override(sponsor):
    page = sponsor.page
    sponsor.open("rollout-programs", ".o_data_row")
    page.locator(".o_data_row", has_text="Our launch").locator("[name=name]").click()
    page.wait_for_selector(".o_form_view")
    sponsor.press("Sign Expectations")
    page.locator(".modal").get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("button[name=action_sign_expectations]")).to_have_count(0)
    sponsor.tab("Expectations")
    expect(page.locator(".alert-success")).to_contain_text("Sponsor")
    page.locator("button[name=action_view_phases]").click()
    page.locator(".o_kanban_record", has_text="Accounting").click()
    page.wait_for_selector(".o_form_view")
    sponsor.press("Override the Gate")
    page.wait_for_selector(".modal .o_form_view")
    expect(page.locator(".modal [name=findings]")).to_contain_text("No KPI has been chosen yet.")
    sponsor.fill("reason", "The old system is switched off; we measure from its invoices later")
    sponsor.press("Override the Gate")
    expect(page.locator("[name=override_ids] .o_data_row")).to_have_count(1)


def _go_live(lead):
    page = lead.page
    lead.press("Mark as Ready")
    page.wait_for_selector("button[name=action_go_live]")
    lead.press("Go Live")
    page.locator(".modal").get_by_role("button", name="Go Live", exact=True).click()
    page.wait_for_selector("button[name=action_mark_stable]")
    expect(page.locator(".o_field_widget[name=day]")).to_have_text("0")
    lead.open("rollout-phases", ".o_kanban_record")
    expect(page.locator(".o_kanban_record", has_text="Accounting")).to_contain_text(re.compile(r"Day\s*0"))


def _look_at_it_on_a_phone(browser, office):
    lead = Desk(browser, office, "lead", size=PHONE)
    page = lead.page

    def assert_fits(name):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{name} is {wide} px wide"

    lead.open("rollout-phases", ".o_kanban_record")
    assert_fits("kanban")
    page.locator(".o_kanban_record", has_text="Accounting").click()
    page.wait_for_selector(".o_form_view")
    assert_fits("phase")
    for tab in ("Champions", "Today's Work", "Gate"):
        lead.tab(tab)
        assert_fits(tab)
    lead.open("rollout-programs", ".o_kanban_record, .o_data_row")
    assert_fits("programs")
    page.locator(".o_kanban_record, .o_data_row").first.click()
    page.wait_for_selector(".o_form_view")
    assert_fits("program")
