"""What somebody typed is text wherever it is shown: on our pages, in the web client, and in a mail."""

import re

import requests

from ..faults.weekly_form import post, set_up
from ..support.browser import login
from .payloads import PAYLOADS

# Elements that a text may have become; what our pages have themselves isn't among them.
_ALIEN = (
    "main script, main img, main svg, main iframe, main object, main embed, main video, main marquee, main b, "
    "main details, main math, main table, main template, main base, main link, main meta, [onerror], [onload], "
    "[onfocus], [onmouseover], [ontoggle], [onstart]"
)


def _watch(page):
    """Collect whatever shows that a text was run, or loaded something."""
    seen = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url) if "evil.invalid" in request.url else None)
    return seen


def _batches(size):
    """The texts, a line each, as many at once as a field takes."""
    batch = []
    for text in PAYLOADS:
        line = re.sub(r"\s+", " ", text)
        if batch and sum(map(len, batch)) + len(batch) + len(line) > size:
            yield "\n".join(batch)
            batch = []
        batch.append(line)
    yield "\n".join(batch)


def test_there_are_enough():
    assert len(set(PAYLOADS)) >= 200


def test_texts_run_nowhere(database, server, smtp, rpc, browser, tmp_path):
    facts = set_up(database, tmp_path, tokens=4)
    running = server(database)
    admin = rpc(running)
    admin.call("res.users", "write", [admin.user_id], {"email": "admin@launching.example.com"})
    values = [
        {
            "program_id": facts["program"],
            "name": text,
            "description": text,
            "public_summary": text,
            "public_answer": text,
        }
        for text in PAYLOADS
    ]
    items = admin.call("rollout.log.item", "create", values)
    for item, text in zip(items, PAYLOADS, strict=True):
        wizard = {"item_ids": [(6, 0, [item])], "decision": "practice", "reason": text}
        admin.call(
            "rollout.log.decide.wizard", "action_decide", admin.call("rollout.log.decide.wizard", "create", [wizard])
        )
    [asked] = admin.call("rollout.log.item", "search", [("name", "=", "Words")])
    admin.call("rollout.log.item", "write", [asked], {"public_summary": PAYLOADS[3], "public_answer": PAYLOADS[17]})
    for batch in _batches(4000):
        question = admin.call("rollout.sender.question", "create", [{"item_id": asked, "text": batch}])
        admin.call("rollout.sender.question", "action_ask", question)

    page = browser.page()
    seen = _watch(page)
    _visit_public_pages(page, running, facts)
    assert not seen
    _send_replies(running, facts)
    _visit_web_client(page, running, items, asked)
    assert not seen
    _read_mail(page, admin, smtp, items)
    assert not seen


def _visit_public_pages(page, running, facts):
    for batch in _batches(3900):
        page.goto(f"{running.url}/rollout/feedback/{facts['tokens'][0]}")
        page.fill("#comment", batch)
        page.fill("#manual_hours", batch[:12])
        page.fill("#sender_name", batch[:100].replace("\n", " "))
        page.click("form > button[type=submit]:not(.default)")
        assert page.input_value("#comment") == batch
        _check_text(page)
    for path, text in ((f"heard/{facts['heard']}", PAYLOADS[-1]), (f"reply/{facts['reply']}", PAYLOADS[0])):
        page.goto(f"{running.url}/rollout/{path}")
        assert text in page.inner_text("main")
        _check_text(page)


def _check_text(page):
    assert page.locator(_ALIEN).count() == 0
    # Whatever waits for a moment has had it.
    page.wait_for_timeout(50)


def _send_replies(running, facts):
    batches = list(_batches(3900))[:3]
    for batch in batches:
        answer = post(running.url, f"/rollout/reply/{facts['reply']}", {"text": batch})
        assert answer.status_code == 200
    refused = requests.post(f"{running.url}/rollout/reply/{facts['reply']}", data={"text": batches[0]}, timeout=60)
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text


def _visit_web_client(page, running, items, asked):
    login(page, running.url)
    page.goto(f"{running.url}/odoo/rollout-log?view_type=list")
    page.wait_for_selector(".o_kanban_renderer .o_kanban_record, .o_list_table .o_data_row")
    for item in (*items[::25], asked):
        page.goto(f"{running.url}/odoo/rollout-log/{item}")
        page.wait_for_selector(".o_form_view .o-mail-Chatter")
        page.wait_for_selector(".o-mail-Message")
        page.wait_for_timeout(200)


def _read_mail(page, admin, smtp, items):
    lead = [("module", "=", "rollout_phase"), ("name", "=", "group_rollout_lead")]
    [group] = admin.call("ir.model.data", "search_read", lead, fields=["res_id"])
    reader = {"name": "Reader", "login": "reader", "email": "reader@example.com", "group_ids": [(4, group["res_id"])]}
    [user] = admin.call("res.users", "create", [reader], context={"no_reset_password": True})
    [read] = admin.call("res.users", "read", [user], ["partner_id"])
    partner = read["partner_id"][0]
    for item in items[::25]:
        [read] = admin.call("rollout.log.item", "read", [item], ["name"])
        admin.call("rollout.log.item", "message_post", [item], body=read["name"], partner_ids=[partner])
    admin.run_cron("mail.ir_cron_mail_scheduler_action")
    for message in smtp.wait(len(items[::25])):
        page.set_content(message.get_body(("html",)).get_content())
        page.wait_for_timeout(50)
