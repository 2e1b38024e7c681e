"""A digest as plain text, without the ORM."""

from lxml import etree

_BLOCKS = {"div", "p", "tr", "table", "h1", "h2", "h3", "ul", "li"}
_GAP = "  "


def to_text(html: str) -> str:
    """Return what a mail says, a line for each block and row: cells stand beside each other.

    A bar is no text; the figure behind it is. Links stand in full where they are.

    >>> print(to_text('''
    ...     <div><div style="font-size:9px">A  launch</div>
    ...     <table><tr><td>Day
    ...     60</td><td><table><tr><td width="60%">&#160;</td></tr></table></td><td>7.0</td></tr>
    ...     <tr><td>x &lt; 3</td><td><b>ผ่าน</b>, well</td></tr></table>
    ...     <p>Go on <a href="https://x.example/?a=1&amp;b=2">here</a>!</p></div>'''))
    A launch
    Day 60  7.0
    x < 3  ผ่าน, well
    Go on here (https://x.example/?a=1&b=2)!
    >>> to_text(""), to_text("<div>&#160;</div>")
    ('', '')
    """
    tree = etree.fromstring(html, parser=etree.HTMLParser()) if html.strip() else None
    if tree is None:
        return ""
    pieces = []
    _collect(tree, pieces)
    lines = (_join(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(node, pieces):
    if not isinstance(node.tag, str) or node.tag in ("style", "script", "head"):
        return
    is_block = node.tag in _BLOCKS and not _is_bar(node)
    if is_block:
        pieces.append("\n")
    if node.tag == "td":
        pieces.append("\t")
    pieces.append(_words(node.text))
    for child in node:
        _collect(child, pieces)
        pieces.append(_words(child.tail))
    if node.tag == "a" and node.get("href"):
        pieces.append(f" ({node.get('href')})")
    if is_block:
        pieces.append("\n")


def _is_bar(node) -> bool:
    """Tell whether this is within a row, and draws something without saying anything."""
    return not "".join(node.itertext()).strip()


def _words(text) -> str:
    # Line breaks of the source are spaces; those of the blocks are the lines.
    return " ".join(f"x{text}x".split())[1:-1] if text else ""


def _join(line: str) -> str:
    cells = (" ".join(cell.split()) for cell in line.split("\t"))
    return _GAP.join(cell for cell in cells if cell)
