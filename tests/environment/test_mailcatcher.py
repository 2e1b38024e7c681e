"""The demo's mail catcher keeps what it is given and shows it."""

import re
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
import requests

from dev import ports
from dev.paths import ROOT


@pytest.fixture
def catcher(tmp_path):
    """`(SMTP port, address of the page)` of a running catcher."""
    smtp_port, web_port = ports.free(), ports.free()
    command = [sys.executable, "-m", "dev.mailcatcher", str(tmp_path), str(smtp_port), str(web_port)]
    process = subprocess.Popen(command, cwd=ROOT)
    end = time.monotonic() + 20
    while ports.is_free(web_port) or ports.is_free(smtp_port):
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)
    yield smtp_port, f"http://127.0.0.1:{web_port}"
    process.terminate()
    assert process.wait(10) == 0


def _send(port, subject, text, html=None):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "odoo@example.com", "Mali <mali@example.com>", subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(message)


def test_shows_mails(catcher):
    port, url = catcher
    assert "No mail yet" in requests.get(url).text
    _send(port, "สวัสดี <b>", "plain & simple")
    _send(port, "Second", "text", "<p>Rich <i>text</i></p>")
    page = requests.get(url).text
    assert "สวัสดี &lt;b&gt;" in page
    assert page.index("Second") < page.index("สวัสดี")
    second, first = (f"{url}/{name}" for name in re.findall('href="/([^"]+)"', page))
    assert "plain &amp; simple" in requests.get(first).text
    assert "<iframe sandbox" in requests.get(second).text
    assert requests.get(f"{second}/html").text.strip() == "<p>Rich <i>text</i></p>"
    assert "mali@example.com" in requests.get(first).text


@pytest.mark.parametrize("path", ["nothing.eml", "../dev/paths.py", "%2e%2e/x", "0.eml/html"])
def test_other_paths(catcher, path):
    assert requests.get(f"{catcher[1]}/{path}").status_code == 404
