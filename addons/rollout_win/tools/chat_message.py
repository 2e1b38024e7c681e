"""The message that each chat program shows, without the ORM.

What somebody typed is text there: it calls nobody, and makes neither links nor headlines.
"""

import json
import re
from bisect import bisect_right
from urllib.parse import urlsplit

_TEAMS_HOSTS = (
    "logic.azure.com", "logic.azure.us", "logic.azure.cn", "powerplatform.com", "powerplatform.us", "powerautomate.com",
    "flow.microsoft.com", "webhook.office.com", "outlook.office.com", "outlook.office365.com",
)  # fmt: skip
# A workflow's address ends so, also behind a gateway of one's own.
_TEAMS_PATH = re.compile(r"/triggers/[^/]+/(paths/invoke|run)$")
_MATTERMOST_PATH = re.compile(r"/hooks/[a-z0-9]{26}$")
# Beyond these, a program cuts a message off or refuses it: characters, for Teams bytes of the whole.
_LIMITS = {"teams": 27_000, "slack": 40_000, "mattermost": 16_000, "google": 4_000, "discord": 2_000, "text": 40_000}
_MARKDOWN = r"\\`*_{}\[\]()>#+\-.!|~"
# Between the sign and the name: shown as nothing, and nobody is called.
_NOTHING = "\N{ZERO WIDTH SPACE}"


def kind_of(url: str) -> str:
    """Return which program an address belongs to: a key of the limits, ``text`` if it isn't known.

    >>> kind_of("https://prod-1.westus.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=b")
    'teams'
    >>> [kind_of(f"https://{url}") for url in ("hooks.slack.com/services/T/B/x", "chat.googleapis.com/v1/spaces/a")]
    ['slack', 'google']
    >>> [kind_of(f"https://discord.com/api/webhooks/1/x{end}") for end in ("", "/slack")]
    ['discord', 'slack']
    >>> [kind_of(f"https://{url}") for url in (f"chat.example.com/hooks/{'a1' * 13}", "example.com/logic.azure.com")]
    ['mattermost', 'text']
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "text"
    host, path = (parts.hostname or "").rstrip("."), parts.path.rstrip("/")

    def is_at(*hosts):
        return any(host == each or host.endswith(f".{each}") for each in hosts)

    if is_at(*_TEAMS_HOSTS) or _TEAMS_PATH.search(path):
        return "teams"
    if is_at("hooks.slack.com", "hooks.slack-gov.com"):
        return "slack"
    if is_at("discord.com", "discordapp.com"):
        return "slack" if path.endswith("/slack") else "discord"
    if is_at("chat.googleapis.com"):
        return "google"
    return "mattermost" if _MATTERMOST_PATH.search(path) else "text"


def compose(kind: str, text: str) -> bytes:
    """Return ``text`` as the JSON that the program of this kind takes, its end cut off where it is too long.

    Its first line is the headline.

    >>> json.loads(compose("slack", "<!channel> R&D"))
    {'text': '&lt;!channel&gt; R&amp;D', 'mrkdwn': False}
    >>> json.loads(compose("discord", "@everyone *now*"))
    {'content': '@everyone \\\\*now\\\\*', 'allowed_mentions': {'parse': []}}
    >>> json.loads(compose("text", "One\\nTwo"))
    {'text': 'One\\nTwo'}
    >>> card = json.loads(compose("teams", "One\\nTwo"))["attachments"][0]["content"]
    >>> [block["inlines"][0]["text"] for block in card["body"]]
    ['One', 'Two']
    >>> [len(compose(kind, "ก" * 50000)) < 125000 for kind in _LIMITS]
    [True, True, True, True, True, True]
    """
    payload = _prepare_teams if kind == "teams" else _PAYLOADS[kind]
    escape = _ESCAPES.get(kind, _escape_entities)

    def measure(length):
        return len(_encode(payload(cut(length)))) if kind == "teams" else len(escape(cut(length)))

    def cut(length):
        return text if length == len(text) else f"{text[:length].rstrip()}…"

    limit = _LIMITS[kind]
    length = len(text) if measure(len(text)) <= limit else bisect_right(range(len(text)), limit, key=measure) - 1
    return _encode(payload(cut(length) if kind == "teams" else escape(cut(length))))


def _encode(payload: dict) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def _prepare_teams(text: str) -> dict:
    """Return a message with an Adaptive Card, which workflows and the connectors before them take.

    Of its elements only a ``TextRun`` knows no Markdown.
    """
    headline, *lines = text.split("\n")
    runs = [{"text": headline, "weight": "bolder"}, *({"text": line} for line in lines)]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", **run}]} for run in runs if run["text"].strip()
        ],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


_PAYLOADS = {
    "slack": lambda text: {"text": text, "mrkdwn": False},
    "mattermost": lambda text: {"text": text},
    "google": lambda text: {"text": text},
    "discord": lambda text: {"content": text, "allowed_mentions": {"parse": []}},
    "text": lambda text: {"text": text},
}


def _escape_entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_markdown(text: str, signs: str = _MARKDOWN) -> str:
    return re.sub(f"([{signs}])", r"\\\1", text)


_ESCAPES = {
    "mattermost": lambda text: _escape_markdown(text).replace("@", f"@{_NOTHING}"),
    # Google Chat knows neither entities nor backslashes.
    "google": lambda text: re.sub(r"([<*_~`@])", rf"\1{_NOTHING}", text),
    "discord": lambda text: _escape_markdown(text, f"{_MARKDOWN}<:"),
}
