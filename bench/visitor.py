"""A person with a new browser: no cookies yet, and no use for pictures or scripts."""

import json
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

_MOST_REDIRECTS = 5


class Answer(NamedTuple):
    """A page; `path` is where it was found, after redirects."""

    path: str
    status: int
    text: str


class Visitor:
    """The standard library's client: it costs a fraction of what the server does for a page."""

    def __init__(self, url: str):
        # Connects again by itself where the server has closed the connection.
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page, and follow redirects as a browser does."""
        for _ in range(_MOST_REDIRECTS):
            status, location, text = self._ask("GET", path)
            if not location:
                return Answer(path, status, text)
            path = urljoin(path, location)
        raise AssertionError(f"Redirected too often, at last to {path}")

    def post(self, path: str, fields: dict) -> Answer:
        """Send a form as a browser does."""
        status, _location, text = self._ask("POST", path, urlencode(fields), "application/x-www-form-urlencoded")
        return Answer(path, status, text)

    def call(self, path: str, parameters: dict) -> object:
        """Call a JSON-RPC route and return its result."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": parameters})
        status, _location, text = self._ask("POST", path, body, "application/json")
        content = json.loads(expect(Answer(path, status, text)))
        if "error" in content:
            raise AssertionError(f"{path} answered {content['error']}")
        return content["result"]

    def _ask(self, method, path, body=None, content_type=None):
        headers = {"Accept-Language": "en-US,en;q=0.9"}
        if content_type:
            headers["Content-Type"] = content_type
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, response.headers["Location"], response.read().decode()


def expect(answer: Answer, text: str = "") -> str:
    """Return the page if it is fine and holds `text`."""
    if answer.status != 200 or text not in answer.text:
        raise AssertionError(f"{answer.path} answered {answer.status}, without {text!r}:\n{answer.text[:2000]}")
    return answer.text
