"""The HTML of a mail as lines of text, which know what the mail program marked as somebody else's."""

import re
from typing import NamedTuple

from lxml import etree, html

# Nobody writes so much, but a quoted mail with its pictures may be as large.
HTML_LIMIT = 8_000_000
TEXT_LIMIT = 60_000
# Stands for a picture.
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "title",
        "template",
        "meta",
        "link",
        "object",
        "iframe",
        "noscript",
        "button",
        "select",
        "textarea",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.IGNORECASE)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:medium\s+)?(?:none|0)", re.IGNORECASE)
_SIGNATURES = re.compile(
    r"^(?:ms-outlook-mobile-signature|signature|applemailsignature|.*gmail_signature)$", re.IGNORECASE
)


class Line(NamedTuple):
    """``quoted``: within a quotation. ``region``: the number of the part that the mail program marked as not
    written now (a quotation with its heading, or a signature), else 0. ``paragraph``: of a mail in HTML, where a ">"
    is what somebody typed; in a text it is the mark of a quotation."""

    text: str
    quoted: bool = False
    region: int = 0
    paragraph: bool = False


def read_html(body: str) -> list[Line]:
    """Return the lines of a mail. Its quotations are those that Odoo's cleaner or the mail program marked.

    >>> [line.text for line in read_html("<div>It is <b>slow</b>.</div><div><br></div><div>Very&nbsp;slow</div>")]
    ['It is slow.', '', 'Very slow']
    >>> [line[:3] for line in read_html("<p>a</p><blockquote type='cite'><p>b</p></blockquote>")]
    [('a', False, 0), ('b', True, 0)]
    >>> read_html("<pre>a\\n &gt; b</pre>")[1].text, read_html(""), read_html("<!-- x -->")
    (' > b', [], [])
    >>> spaces = " " * TEXT_LIMIT * 2
    >>> read_html(f"<p>a</p>{spaces}<p>b</p>")[-1].text, read_html(f"<pre>{spaces}</pre>")
    ('b', [])
    >>> read_html('<a href="https://aka.ms/x">Uzyskaj program Outlook dla systemu iOS</a>')
    []
    """
    if not body.strip():
        return []
    try:
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
        tree = html.fromstring(f"<div>{body[:HTML_LIMIT]}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return []
    return _Reader().walk(tree)


class _Reader:
    """Walks through a tree without recursion: a mail may be nested however deep."""

    def __init__(self):
        self._lines = []
        self._parts = []
        self._length = 0
        # How deep we are in quotations, in marked parts and in text whose line breaks count.
        self._quotes = self._marks = self._preformatted = 0
        self._region = 0
        self._is_new_region = True

    def walk(self, tree) -> list[Line]:
        skipped = None
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start" and skipped is None:
                if self._is_dropped(element):
                    skipped = element
                else:
                    self._open(element)
            elif event == "end":
                if skipped is None:
                    self._close(element)
                elif skipped is element:
                    skipped = None
                if skipped is None:
                    self._add(element.tail)
            if self._length > TEXT_LIMIT:
                break
        if self._length <= TEXT_LIMIT:
            # A line that was cut may end in the middle of a name.
            self._break(always=False)
        return self._lines

    def _is_dropped(self, element) -> bool:
        return (
            not isinstance(element.tag, str)
            or element.tag in _DROPPED
            or bool(_HIDDEN.search(element.get("style", "")))
            or bool(_SIGNATURES.match(element.get("id", "")))
            or _is_advert(element)
        )

    def _open(self, element):
        if element.tag in _BLOCKS:
            self._break(always=False)
        if element.tag == "blockquote" and not _INDENTED.search(element.get("style", "")):
            self._quotes += 1
        if _is_marked(element):
            # What follows at once belongs to the same part.
            if not self._marks and self._is_new_region:
                self._region += 1
                self._is_new_region = False
            self._marks += 1
        self._preformatted += element.tag == "pre"
        if element.tag == "br":
            self._break(always=True)
        elif element.tag == "img":
            self._picture(element)
        elif element.tag in ("td", "th"):
            self._parts.append(" ")
        self._add(element.text)

    def _close(self, element):
        if element.tag in _BLOCKS:
            self._break(always=False)
        if element.tag == "blockquote" and not _INDENTED.search(element.get("style", "")):
            self._quotes -= 1
        self._marks -= _is_marked(element)
        self._preformatted -= element.tag == "pre"

    def _picture(self, element):
        # A picture within the mail has been pasted or is a logo; one of a server isn't an attachment.
        if element.get("src", "").lower().startswith(("cid:", "data:")):
            self._parts.append(PICTURE)

    def _add(self, text: str | None):
        if not text:
            return
        if not self._preformatted:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
        text = text[: TEXT_LIMIT + 1]
        self._length += len(text)
        if not self._preformatted:
            self._parts.append(text)
            return
        first, *others = re.split(r"\r\n|\r|\n", text)
        self._parts.append(first)
        for line in others:
            self._break(always=True)
            self._parts.append(line)

    def _break(self, always: bool):
        text = "".join(self._parts)
        if not self._preformatted:
            text = text.strip(" ")
        if text.strip() and not self._marks:
            self._is_new_region = True
        if text.strip() or always or "\xa0" in text:
            region = self._region if self._marks else 0
            self._lines.append(Line(text.replace("\xa0", " "), self._quotes > 0, region, not self._preformatted))
        self._parts = []


def _is_advert(element) -> bool:
    """Tell whether Outlook advertises itself here, in whatever language."""
    return (
        element.tag == "a"
        and "//aka.ms/" in element.get("href", "").lower()
        and "outlook" in "".join(element.itertext()).lower()
    )


def _is_marked(element) -> bool:
    """Tell whether Odoo's cleaner (``odoo.tools.mail.tag_quote``), which knows the classes and ids of many mail
    programs and takes the classes away, found a part here that wasn't written now.

    Its findings within a text (a span) are left to ``mail_quote``, as is an element that begins with other words.
    """
    if element.get("data-o-mail-quote") != "1" or element.tag in ("span", "blockquote", "br"):
        return False
    return not re.search(r"\S\s*\n--\s?$", element.text or "")
