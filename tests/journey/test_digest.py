"""The weekly digest through a real mail server: what arrives, and what its link does a week later."""

import re

import requests

from .company import Company

SENDING = ("rollout_digest.ir_cron_send_digests", "mail.ir_cron_mail_scheduler_action")
STAFF = [f"person{number}@launching.example.com" for number in range(1, 7)]
READERS = {*STAFF, "lead@launching.example.com", "sponsor@launching.example.com"}
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]


# Beyond it Python folds a header, and encodes what can't be folded.
LINE = 78


def test_a_digest_arrives_and_can_be_ended(database, server, smtp, rpc):
    today = server(database)
    company = Company(rpc(today))
    _launch(company)
    messages = _send_twice(company.admin, smtp)
    assert sorted(message["To"] for message in messages) == sorted(READERS)

    # The text says what the picture shows, and the way out is there for people and for mail programs.
    sponsor = _only(messages, "sponsor@launching.example.com")
    assert [part.get_content_type() for part in sponsor.iter_parts()] == ["text/plain", "text/html"]
    text = sponsor.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert re.search(r"^Baseline\s+11\.0$", text, re.MULTILINE), text
    assert "<" not in text
    links = set()
    for message in messages:
        assert len(message["List-Unsubscribe"]) > LINE, "longer than a line, and yet as it is"
        [link] = re.findall(r"^List-Unsubscribe: <(https?://[^>\s]+)>\r$", message.source, re.MULTILINE)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in message.get_body(("html",)).get_content()
        assert link in message.get_body(("plain",)).get_content()
        links.add(link)
    assert len(links) == len(READERS)

    # In the reader's language, with a date as it is written there, in the Buddhist Era.
    thai = _only(messages, STAFF[0])
    html = thai.get_body(("html",)).get_content()
    assert 'lang="th-TH"' in html
    assert re.search(rf"\d+ ({'|'.join(MONTHS)}) 25[6-9]\d", html)
    assert 'lang="en-US"' in _only(messages, STAFF[1]).get_body(("html",)).get_content()

    # A scanner that opens the link changes nothing; one click does, without a login.
    link = today.url + re.sub(r"^https?://[^/]+", "", thai["List-Unsubscribe"].strip("<>"))
    assert requests.get(link, timeout=60).status_code == 200
    assert database.query("SELECT count(*) FROM rollout_digest_optout") == [(0,)]
    for _twice in range(2):
        answer = requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=60, allow_redirects=False)
        assert answer.status_code == 200
    assert database.query("SELECT count(*) FROM rollout_digest_optout") == [(1,)]
    today.stop()

    smtp.messages.clear()
    messages = _send_twice(rpc(server(database, days=7)), smtp)
    assert sorted(message["To"] for message in messages) == sorted(READERS - {STAFF[0]})


def _launch(company):
    """A program whose digest is due whatever the weekday, to everybody, the first of whom reads Thai."""
    admin = company.admin
    admin.call(
        "ir.config_parameter", "set_param", "web.base.url", "https://odoo.a-company-with-a-long-name.example.com"
    )
    admin.call("ir.config_parameter", "set_param", "web.base.url.freeze", "True")
    wizard = company._create("base.language.install", lang_ids=[(6, 0, _languages(admin))])
    admin.call("base.language.install", "lang_install", [wizard])
    admin.call("hr.employee", "write", company.employee_ids[:1], {"lang": "th_TH"})
    program = company._create(
        "rollout.program",
        name="Our launch",
        company_id=company.company_id,
        sponsor_id=company.sponsor_id,
        lead_id=company.lead_id,
        digest_staff=True,
        digest_weekday="0",
        digest_hour=0,
        feedback_enabled=False,
    )
    phase = company._create("rollout.phase", program_id=program, department_id=company.department_id)
    kpi = company._create("rollout.kpi", name="Month-end close", unit="days")
    tracking = company._create("rollout.kpi.tracking", phase_id=phase, kpi_id=kpi)
    for number in range(3):
        company._create(
            "rollout.kpi.reading",
            tracking_id=tracking,
            date_from=f"2026-0{number + 1}-01",
            date_to=f"2026-0{number + 2}-01",
            value=11,
            method="From the checklist",
        )


def _languages(admin):
    return admin.call("res.lang", "search", [("code", "=", "th_TH")], context={"active_test": False})


def _send_twice(admin, smtp):
    """Run the scheduled actions twice, and give the digests that have arrived."""
    for _twice in range(2):
        for action in SENDING:
            admin.run_cron(action)
    return [message for message in smtp.messages if message["X-Rollout-Digest"]]


def _only(messages, address):
    [message] = [message for message in messages if message["To"] == address]
    return message
