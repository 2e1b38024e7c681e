"""Find the links that open something for one person, however a mail program has rewritten them.

A scanner of mails hides the address in its own (percent signs, Base64, signs of its own invention, an
opaque number): a list of scanners would always be too short. So a link stays only if it is plain.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import unquote

HIDDEN = "…"

_BRACKETED = re.compile(
    r"[<\[(](?:https?|mailto|tel|cid|image)\s?:[^<>\[\]\n]{0,300}(?:\n[^<>\[\]\s]{1,300}){0,40}[>\])]", re.IGNORECASE
)
_WORD = re.compile(r"[^\s<>\"]+")
_SCHEME = re.compile(r"https?(?::|%(?:25)*3a)|www\.", re.IGNORECASE)
_OUR_PATH = re.compile(r"(?:/|%(?:25)*2f|_)rollout(?:/|%(?:25)*2f|_)[a-z]", re.IGNORECASE)
# Without any of these there is nothing to look for.
_HINT = re.compile(r"https?|www\.|rollout|mailto:|cid:|image:|[A-Za-z0-9_-]{24}", re.IGNORECASE)
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{16,}")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{24,}={0,2}(?![A-Za-z0-9_-])")
# What a mail program broke off at the end of a line.
_REST = re.compile(rf"{HIDDEN}\n([A-Za-z0-9_-]{{6,}})[^\s]*(?=\n|$)")
_OURS = re.compile(r"(?:/|_)rollout(?:/|_)[a-z]")
_CARRIER = re.compile(
    r"safelink|urldefense|mimecast|linkprotect|cudasvc|secure-web\.cisco|clicktime|protection\.|protect\d*\.|-protect|"
    r"emailprotect|urlsand|sandbox|atpscan|fireeye|sophos|hornet|symantec|trendmicro|google\.[a-z.]+/url|l\.facebook|"
    r"linkedin\.com/slink|ct\.sendgrid|awstrack|mandrillapp|/ls/click|/track/|t\.co/|bit\.ly/|tinyurl|lnkd\.in|goo\.gl"
)
_SECRET_PART = re.compile(r"[?&;#](?:[a-z_]*token|access_[a-z]+|secret|signup|hash|key|pass[a-z]*|sig|auth[a-z]*)=")


def hide_links(text: str, is_secret: Callable[[str], bool] | None = None) -> str:
    """Return ``text`` without links that may open something for one person, and without their secrets.

    :param is_secret: whether a link is to go; by default whatever isn't plain, since a mail's links are rewritten

    >>> hide_links("See https://odoo.example.com/rollout/feedback/AbC?lang=en_US here")
    'See … here'
    >>> hide_links("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fodoo.example.com%2Frollout&data=05")
    '…'
    >>> hide_links("https://odoo.example.com/odoo/action-12/5 shows nothing"), hide_links("go to www.odoo.com")
    ('https://odoo.example.com/odoo/action-12/5 shows nothing', 'go to www.odoo.com')
    >>> hide_links("Answer now<https://x.example/rollout/reply/abc> or /rollout/kiosk/abc")
    'Answer now… or …'
    >>> hide_links("https://x.example/rollout/feedback/AQAAAAAAx\\nx8Kq2_LmZ9?lang=de\\nSlow")
    '…\\n\\nSlow'
    """
    if not _HINT.search(text):
        return text
    is_secret = is_secret or _is_secret
    text = _BRACKETED.sub(lambda match: _hide_bracketed(match, is_secret), text)
    text = _WORD.sub(lambda match: _hide_in_word(match[0], is_secret), text)
    text = _TOKEN.sub(lambda match: HIDDEN if _is_random(match[0]) and not _is_in_link(match) else match[0], text)
    text = _REST.sub(lambda match: f"{HIDDEN}\n" if _is_random(match[1]) else match[0], text)
    return re.sub(rf"{HIDDEN}(?:[ \t]*{HIDDEN})+", HIDDEN, text)


def hide_own_links(text: str) -> str:
    """Return what somebody typed without links of ours, which they may have copied; other links are theirs.

    >>> hide_own_links("https://docs.example.com/d/kX3nC5yDjs8k1XmC7zQ4, not https://x.example/th/rollout/feedback/abc.")
    'https://docs.example.com/d/kX3nC5yDjs8k1XmC7zQ4, not ….'
    >>> hide_own_links("The code kX3nC5yDjs8k1XmC7zQ4Ab9-x fails")
    'The code … fails'
    """
    return hide_links(text, _is_ours)


def _is_ours(link: str) -> bool:
    return any(_OURS.search(form) or _CARRIER.search(form) for form in map(str.lower, _decode(link)))


def _is_in_link(match: re.Match) -> bool:
    """Tell whether a word is a part of a link that stays."""
    before = match.string[max(0, match.start() - 300) : match.start()]
    return bool(re.search(r"(?:https?:|www\.)\S*$", before, re.IGNORECASE))


def _hide_bracketed(match: re.Match, is_secret: Callable[[str], bool]) -> str:
    inner = re.sub(r"\s", "", match[0][1:-1])
    if inner.lower().startswith(("cid:", "image:", "tel:")):
        return ""
    if inner.lower().startswith("mailto:"):
        # The address itself is for others to look at.
        return match[0][0] + inner[7:] + match[0][-1]
    # Lines stay as many as they are.
    return HIDDEN + "\n" * match[0].count("\n") if is_secret(inner) else match[0]


def _hide_in_word(word: str, is_secret: Callable[[str], bool]) -> str:
    scheme = _SCHEME.search(word)
    if scheme and is_secret(word[scheme.start() :]):
        return word[: scheme.start()] + HIDDEN + _tail(word)
    is_ours = _OUR_PATH.search(word) or ("%" in word and not scheme and _is_ours(word))
    return HIDDEN + _tail(word) if is_ours else word


def _tail(link: str) -> str:
    """Return the punctuation that ends a sentence and not a link."""
    return link[len(link.rstrip(".,;:!?)]")) :]


def _is_secret(link: str) -> bool:
    """Tell whether a link may be meant for one person.

    >>> _is_secret("https://x.example/my/orders/5?page_token=1"), _is_secret("https://x.example/web#id=5")
    (True, False)
    >>> _is_secret("https://mail.example/s/kX3nC5yDjs8k1XmC7zQ4"), _is_secret("https://x.example/a-long-and-plain-name")
    (True, False)
    """
    forms = _decode(link)
    return any(
        _OURS.search(form) or _CARRIER.search(form) or _SECRET_PART.search(form) for form in map(str.lower, forms)
    ) or any(_is_random(part) for form in forms for part in _OPAQUE.findall(form))


def _decode(link: str) -> set[str]:
    """Return all that a link may stand for.

    >>> "u=https://x/rollout/y" in _decode("u=https-3A__x_rollout_y")
    True
    """
    forms, fresh = set(), {link[:4000]}
    for _round in range(4):
        forms |= fresh
        decoded = set()
        for form in fresh:
            decoded.add(unquote(form))
            decoded.add(unquote(re.sub(r"-([0-9A-Fa-f]{2})", r"%\1", form)).replace("_", "/"))
            for part in re.findall(r"[A-Za-z0-9+/_-]{16,}", form)[:20]:
                try:
                    raw = b64decode(part + "=" * (-len(part) % 4), altchars=b"-_" if {"-", "_"} & {*part} else None)
                except ValueError:
                    continue
                decoded.add(raw.decode("latin-1"))
        fresh = {form for form in decoded if form.isprintable()} - forms
    return forms


def _is_random(word: str) -> bool:
    """Tell whether nobody would have typed ``word``: capitals, small letters and figures in no order.

    >>> _is_random("ka81Nn_xPQ72lmZZtt0aB"), _is_random("stock_picking_type_action"), _is_random("WH-OUT-2026-00012345")
    (True, False, False)
    >>> _is_random("3f2b8c1d9e7a4f60b5d2c8e1a7f3b9d4"), _is_random("EinkaufsAuftragsBestaetigung")
    (True, False)
    """
    kinds = ["0" if each.isdigit() else "A" if each.isupper() else "a" if each.islower() else "-" for each in word]
    changes = sum(one != two for one, two in zip(kinds, kinds[1:], strict=False) if "-" not in (one, two))
    return len({*kinds} - {"-"}) > 1 and changes * 4 >= len(word) - kinds.count("-")
