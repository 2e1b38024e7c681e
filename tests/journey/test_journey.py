"""The whole journey of one department, through HTTP, SMTP and a browser, over half a year."""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from ..support.browser import PHONE, login
from ..support.client import RpcError
from .company import PASSWORD, Company

LINK = re.compile(r'href="([^"]*/rollout/feedback/[^"]+)"')


def test_a_department_goes_live_and_proves_it(database, server, smtp, rpc, browser):
    # Day 0.
    today = server(database)
    today.expected.append("can't go live yet")
    company = Company(rpc(today))
    phase = _prepare_phase(company, rpc(today, "lead", PASSWORD))
    _sign(rpc(today, "sponsor", PASSWORD), phase)
    _go_live(browser, today, phase)
    _answer_the_form(browser, company, today, database, smtp)
    today.stop()

    # The week after: the answer reaches the log, and nobody knows whose it was.
    week_after = server(database, days=7)
    company.admin = rpc(week_after)
    company.admin.run_cron("rollout_feedback.ir_cron_release")
    lead = rpc(week_after, "lead", PASSWORD)
    [item] = lead.call("rollout.log.item", "search_read", [], fields=["name", "kind", "description"])
    assert "<b>price list</b>" in f"{item['name']} {item['description']}", "kept as it was typed"
    assert item["kind"] == "issue"
    assert lead.call("rollout.feedback", "search_count", []) == 1
    week_after.stop()

    # Days 30, 60 and 90: orders ship faster and faster, and the numbers are taken by themselves.
    for day, shipped, lag in ((30, 27, 6), (60, 55, 5), (90, 83, 4)):
        before = server(database, days=shipped)
        company.admin = rpc(before)
        company.ship_orders(6, lag)
        before.stop()
        on_the_day = server(database, days=day)
        company.admin = rpc(on_the_day)
        company.admin.run_cron("rollout_kpi.ir_cron_take_readings")
        company.admin.run_cron("rollout_kpi.ir_cron_take_readings")
        readings = rpc(on_the_day, "lead", PASSWORD).call(
            "rollout.kpi.reading",
            "search_read",
            [("role", "=", "milestone"), ("milestone_day", "=", day)],
            fields=["value", "count", "late", "state"],
        )
        assert [(r["state"], r["count"], r["late"]) for r in readings] == [("ok", 6, False)]
        assert readings[0]["value"] == pytest.approx(lag, abs=0.1)
        if day < 90:
            on_the_day.stop()

    [tracking] = rpc(on_the_day, "sponsor", PASSWORD).call(
        "rollout.kpi.tracking", "search_read", [], fields=["verdict", "baseline_value"]
    )
    assert tracking["verdict"] == "improved"
    assert tracking["baseline_value"] == pytest.approx(10, abs=0.1)
    _read_the_report(company, smtp)
    _read_the_digest(company, smtp)


def _prepare_phase(company, lead):
    program = lead.call(
        "rollout.program",
        "create",
        [
            {
                "name": "Our launch",
                "company_id": company.company_id,
                "sponsor_id": company.sponsor_id,
                "lead_id": company.lead_id,
                # Whatever the weekday of this run: both weekly mails are due.
                "feedback_weekday": "0",
                "feedback_hour": 0,
                "digest_weekday": "0",
                "digest_hour": 0,
            }
        ],
    )[0]
    phase = lead.call(
        "rollout.phase",
        "create",
        [{"program_id": program, "department_id": company.department_id}],
    )[0]
    _plan_for_today(lead, phase)
    lead.call(
        "rollout.champion",
        "create",
        [{"phase_id": phase, "employee_id": employee} for employee in company.employee_ids[:2]],
    )
    [workflow] = lead.call(
        "rollout.workflow",
        "create",
        [{"phase_id": phase, "name": "From order to cash", "step_ids": [(0, 0, {"name": "Take the call"})]}],
    )
    assert workflow
    lead.call(
        "rollout.shadow.system",
        "create",
        [{"phase_id": phase, "name": "The discount list", "fate": "replaced", "retire_date": "2030-01-01"}],
    )
    kpi = company.record_id("rollout_kpi_sale_stock.kpi_order_to_ship")
    [tracking] = lead.call("rollout.kpi.tracking", "create", [{"phase_id": phase, "kpi_id": kpi}])
    # What the old system's weekly reports say: orders took ten days to ship, some a little more or less.
    figures = {"tracking_id": tracking, "text": "9\n10\n11\n10\n10.5\n9.5", "method": "Weekly reports"}
    lead.call("rollout.kpi.paste", "action_add", lead.call("rollout.kpi.paste", "create", [figures]))
    asked = [("phase_id", "=", phase), ("kind", "=", "manual"), ("moment", "=", "go_live")]
    checks = lead.call("rollout.gate.check", "search", asked)
    lead.call("rollout.gate.check", "write", checks, {"evidence": "Seen with our own eyes"})
    lead.call("rollout.gate.check", "action_confirm", checks)
    with pytest.raises(RpcError, match="hasn't signed yet"):
        lead.call("rollout.phase", "action_mark_ready", [phase])
    return phase


def _plan_for_today(lead, phase):
    """Whatever day it is, and whatever speaks against it."""
    [read] = lead.call("rollout.phase", "read", [phase], ["program_id"])
    [program] = lead.call("rollout.program", "read", [read["program_id"][0]], ["tz"])
    today = datetime.now(ZoneInfo(program["tz"])).date()
    lead.call("rollout.phase", "write", [phase], {"planned_go_live": str(today)})
    [check] = lead.call(
        "rollout.gate.check", "search_read", [("phase_id", "=", phase), ("kind", "=", "timing")], fields=["state"]
    )
    if check["state"] == "fail":
        lead.call("rollout.gate.check", "write", [check["id"]], {"evidence": "Everybody is in the house"})
        lead.call("rollout.gate.check", "action_confirm", [check["id"]])


def _sign(sponsor, phase):
    [read] = sponsor.call("rollout.phase", "read", [phase], ["program_id"])
    sponsor.call("rollout.program", "action_sign_expectations", [read["program_id"][0]])


def _go_live(browser, today, phase):
    """In the browser, as the lead."""
    page = browser.page()
    login(page, today.url, "lead", PASSWORD)
    page.goto(f"{today.url}/odoo/rollout-phases/{phase}")
    page.click("button[name=action_mark_ready]")
    page.click("button[name=action_go_live]")
    page.click(".modal button:has-text('Go Live')")
    page.wait_for_selector("button[name=action_mark_stable]")
    assert page.inner_text(".o_field_widget[name=day]") == "0"


def _answer_the_form(browser, company, today, database, smtp):
    """By the mailed link, on a phone, without signing in and without scripts."""
    for _twice in range(2):
        company.admin.run_cron("rollout_feedback.ir_cron_send_invitations")
        company.admin.run_cron("mail.ir_cron_mail_scheduler_action")
    invitations = [message for message in smtp.wait(6) if LINK.search(_html(message))]
    assert sorted(message["To"] for message in invitations) == [
        f"person{number}@launching.example.com" for number in range(1, 7)
    ]
    link = LINK.search(_html(invitations[3])).group(1)
    page = browser.page(size=PHONE, java_script_enabled=False)
    page.goto(link)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.check("input[name=mood][value='2']")
    page.check("input[name=workload][value='4']")
    page.fill("#manual_hours", "3.5")
    page.fill("#comment", "The <b>price list</b> is still in the spreadsheet")
    page.select_option("#kind", "issue")
    page.click("button[type=submit]:not([name]):not([tabindex])")
    assert page.locator("h1").inner_text()
    assert database.query("SELECT count(*) FROM rollout_sealed_answer") == [(1,)]
    page.goto(link)
    assert page.locator("form").count() == 0, "a link is good for one answer"


def _read_the_report(company, smtp):
    for _twice in range(2):
        company.admin.run_cron("rollout_kpi.ir_cron_tell_milestones")
        company.admin.run_cron("mail.ir_cron_mail_scheduler_action")
    [mail] = [message for message in smtp.to("sponsor@launching.example.com") if "day 90" in message["subject"]]
    [report] = mail.iter_attachments()
    assert report.get_content_type() == "application/pdf"
    [page] = PdfReader(io.BytesIO(report.get_content())).pages
    assert "Order to ship" in " ".join(page.extract_text().split())


def _read_the_digest(company, smtp):
    before = len(smtp.messages)
    for _twice in range(2):
        company.admin.run_cron("rollout_digest.ir_cron_send_digests")
        company.admin.run_cron("mail.ir_cron_mail_scheduler_action")
    smtp.wait(before + 2)
    digests = [message for message in smtp.messages[before:] if "sponsor@launching.example.com" in message.recipients]
    [digest] = [message for message in digests if "Order to ship" in _html(message)]
    text = _html(digest)
    assert "Improved" in text
    for value in ("10", "4"):
        assert re.search(rf"\b{value}\.0", text), value


def _html(message):
    part = message.get_body(("html",))
    return part.get_content() if part else ""
