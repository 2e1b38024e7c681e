"""A mail server that delivers nothing: it keeps every message and shows them on a local web page.

Started with the virtual environment's Python: `python -m dev.mailcatcher FOLDER SMTP_PORT WEB_PORT`.
"""

import email
import email.policy
import html
import http.server
import pathlib
import signal
import sys
import threading
import time
import urllib.parse

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ddd }}
iframe {{ width: 100%; height: 75vh; border: 1px solid #ddd }} pre {{ white-space: pre-wrap }}
</style></head><body><h1>{title}</h1>{body}</body></html>"""


class Store:
    """Messages as files: their names are their order of arrival."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server, _session, envelope):
        name = f"{time.time_ns()}.eml"
        recipients = ", ".join(envelope.rcpt_tos)
        content = f"X-Delivered-To: {recipients}\r\n".encode() + envelope.original_content
        (self.folder / f"{name}.new").write_bytes(content)
        (self.folder / f"{name}.new").rename(self.folder / name)
        return "250 Kept"

    def names(self):
        return sorted((path.name for path in self.folder.glob("*.eml")), reverse=True)

    def read(self, name):
        """The message called `name`, or None; a name is never a path."""
        if name not in self.names():
            return None
        return email.message_from_bytes((self.folder / name).read_bytes(), policy=email.policy.default)


def _list(store):
    rows = []
    for name in store.names():
        message = store.read(name)
        sent = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(int(name.split(".")[0]) / 1e9))
        cells = (html.escape(text) for text in (sent, str(message["X-Delivered-To"]), str(message["From"])))
        subject = html.escape(str(message["Subject"] or "(no subject)"))
        rows.append(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + f'<td><a href="/{name}">{subject}</a></td></tr>'
        )
    if not rows:
        return "<p>No mail yet. Whatever Odoo sends appears here instead of leaving this machine.</p>"
    return "<table><tr><th>Sent</th><th>To</th><th>From</th><th>Subject</th></tr>" + "".join(rows) + "</table>"


def _message(name, message):
    body = message.get_body(("html", "plain"))
    is_html = body is not None and body.get_content_type() == "text/html"
    content = (
        f'<iframe sandbox="allow-popups" src="/{name}/html"></iframe>'
        if is_html
        else f"<pre>{html.escape(body.get_content() if body else '')}</pre>"
    )
    heads = "".join(f"<br>{key}: {html.escape(str(message[key] or ''))}" for key in ("From", "To", "Date"))
    return f'<p><a href="/">All mails</a>{heads}</p>{content}'


def _handler(store):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name, _, part = urllib.parse.urlsplit(self.path).path.strip("/").partition("/")
            message = store.read(name) if name else None
            if name and message is None:
                return self._answer(_PAGE.format(title="No such mail", body='<a href="/">All mails</a>'), 404)
            if part == "html":
                return self._answer(message.get_body(("html",)).get_content())
            title = html.escape(str(message["Subject"] or "(no subject)")) if name else "Sent mails"
            return self._answer(_PAGE.format(title=title, body=_message(name, message) if name else _list(store)))

        def _answer(self, text, status=200):
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            """Say nothing: the terminal shows Odoo's log."""

    return Handler


def main(folder, smtp_port, web_port):
    store = Store(pathlib.Path(folder))
    web = http.server.ThreadingHTTPServer((HOST, int(web_port)), _handler(store))
    smtp = Controller(store, hostname=HOST, port=int(smtp_port), data_size_limit=2**26)
    smtp.start()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    threading.Thread(target=web.serve_forever, daemon=True).start()
    stopping.wait()
    smtp.stop()
    web.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
