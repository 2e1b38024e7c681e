"""Requests as no browser sends them, for the pages without a login. Each run of a seed is the same."""

import random
from typing import NamedTuple
from urllib.parse import quote

PAGES = ("feedback", "reply", "heard", "kiosk")
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND")
FIELDS = ("mood", "workload", "control", "upstream", "manual_hours", "kind", "comment", "sender_name", "text")
NAMES = (
    *FIELDS,
    "page",
    "lang",
    "switch",
    "token",
    "secret",
    "self",
    "args",
    "kwargs",
    "params",
    "endpoint",
    "db",
    "debug",
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no-such-thing",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "application/xml",
    "text/plain",
    "image/png",
    ";;;",
    "",
)
TEXTS = (
    "",
    "\x00",
    "a\nb",
    "a\r\nb",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%s%n%(x)s",
    "'; DROP TABLE rollout_feedback; --",
    "ไทย",
    "\U0001f600" * 50,
    "\u202e\u0000\ufeff",
    "9" * 400,
    "-1",
    "1e999",
    "nan",
    "0x10",
    "x" * 70_000,
    "True",
    "[]",
    "{}",
)
_RAW_PATHS = (
    "%",
    "%zz",
    "%00",
    "%0a",
    "%0d%0a",
    "%ff%fe",
    "%c0%af",
    "//",
    "/./",
    "/../",
    "%2f%2f",
    ";a=b",
    "?",
    "??",
    "\\",
)


class Request(NamedTuple):
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes


class Garbage:
    """Makes requests; ``keys`` are addresses that open something, by page."""

    def __init__(self, seed, keys):
        self._random = random.Random(seed)
        self._keys = keys

    def make(self) -> Request:
        pick = self._random.choice
        page = pick(PAGES)
        content_type, body = self._make_body()
        headers = [("Content-Type", content_type)] if content_type else []
        for _each in range(self._random.randrange(3)):
            headers.append(self._make_header())
        return Request(pick(METHODS), self._make_target(page), headers, body)

    def _make_target(self, page):
        pick = self._random.choice
        kind = self._random.randrange(6)
        if kind == 0:
            key = self._keys[page]
        elif kind == 1:
            key = self._damage(self._keys[page])
        elif kind == 2:
            key = pick(_RAW_PATHS) * self._random.randrange(1, 4)
        elif kind == 3:
            key = quote(self._random.randbytes(self._random.randrange(1, 60)))
        elif kind == 4:
            key = quote(pick(TEXTS)[:9000])
        else:
            key = self._keys[pick(PAGES)] + quote(pick(TEXTS)[:50])
        start = pick(("", "", "", "", "/en", "/th", "/xx"))
        target = f"{start}/rollout/{page}/{key}"
        if self._random.random() < 0.5:
            pairs = [f"{pick(NAMES)}={self._make_query_text()}" for _each in range(self._random.randrange(1, 4))]
            target += "?" + pick(("&", "&&", ";")).join(pairs)
        return target

    def _make_query_text(self):
        if self._random.random() < 0.3:
            return "".join(f"%{byte:02x}" for byte in self._random.randbytes(8))
        return quote(self._random.choice(TEXTS)[:2000])

    def _make_body(self):
        kind = self._random.randrange(6)
        content_type = self._random.choice(TYPES)
        if kind == 0:
            return content_type, b""
        if kind == 1:
            return content_type, self._random.randbytes(self._random.randrange(1, 3000))
        if kind == 2:
            return self._make_multipart()
        pairs = [
            f"{quote(self._random.choice(NAMES))}={self._make_query_text()}"
            for _each in range(self._random.randrange(1, 12))
        ]
        body = "&".join(pairs).encode()
        return (TYPES[0] if kind > 3 else content_type), body

    def _make_multipart(self):
        """Parts without end, without a name, with two, with a file where a text belongs, a thousand of them."""
        lines = []
        for _each in range(self._random.choice((1, 2, 5, 1100))):
            name = self._random.choice(NAMES)
            disposition = self._random.choice(
                (
                    f'form-data; name="{name}"',
                    f'form-data; name="{name}"; filename="a.txt"',
                    f"form-data; name={name}",
                    "form-data",
                    "attachment",
                    f"form-data; name=\"{name}\"; filename*=utf-8''%ff%fe",
                    "",
                )
            )
            text = self._random.choice(TEXTS)[:500].encode("utf-8", "surrogatepass")
            lines += [b"--x", b"Content-Disposition: " + disposition.encode(), b"", text]
        if self._random.random() < 0.6:
            lines.append(b"--x--")
        return "multipart/form-data; boundary=x", b"\r\n".join(lines)

    def _make_header(self):
        return self._random.choice(
            (
                ("Cookie", "session_id=" + "x" * 300),
                ("Cookie", "session_id=../../etc; frontend_lang=\xff\xfe"),
                ("Accept-Language", "x" * 500),
                ("Accept-Language", "\xff;q=nan,*;q=1e9"),
                ("X-Forwarded-For", "<script>, 1.2.3.4"),
                ("X-Forwarded-Host", "evil.example.com"),
                ("Authorization", "Bearer \xff"),
                ("Content-Encoding", "gzip"),
                ("Range", "bytes=-1"),
                ("If-None-Match", "*"),
                ("Expect", "200-ok"),
                ("User-Agent", "\xe0\xb9\x84" * 100),
                ("Origin", "null"),
                ("X-HTTP-Method-Override", "DELETE"),
            )
        )

    def _damage(self, key):
        letters = list(key)
        for _each in range(self._random.randrange(1, 4)):
            letters[self._random.randrange(len(letters))] = self._random.choice("AZaz09-_%~")
        return "".join(letters)
