"""What a client says about the screen on which somebody was stuck, read with suspicion."""

import re

PATH_LIMIT = 200
PART_LIMIT = 80
_PATH = re.compile(r"/odoo(/[A-Za-z0-9_.\-]+)*")
_RECORD = re.compile(r"/\d+(?=/|$)")
_PARTS = ("app", "title", "view", "model")


def read_screen(screen: object, with_record: bool) -> tuple[str, str]:
    """Return what the screen is called, and its address within Odoo; either may be empty.

    :param with_record: whether the address may lead to the very record

    >>> screen = {"app": "Inventory", "title": "Transfers", "view": "form", "path": "/odoo/action-12/5"}
    >>> read_screen(screen, True)
    ('Inventory · Transfers · form', '/odoo/action-12/5')
    >>> read_screen(screen, False)
    ('Inventory · Transfers · form', '/odoo/action-12')

    A record's name may stand in the title of its form:

    >>> read_screen({"title": "WH/OUT/00005", "is_record": True, "model": "stock.picking"}, False)
    ('stock.picking', '')
    >>> read_screen({"path": "javascript:alert(1)", "title": 5}, True), read_screen("x", True)
    (('', ''), ('', ''))
    >>> read_screen({"path": "/odoo/a/../../b?c=d"}, True)
    ('', '')
    """
    if not isinstance(screen, dict):
        return "", ""
    texts = {part: screen[part] for part in _PARTS if isinstance(screen.get(part), str)}
    if screen.get("is_record") and not with_record:
        texts.pop("title", None)
    name = " · ".join(filter(None, (" ".join(text.split())[:PART_LIMIT] for text in texts.values())))
    path = screen.get("path")
    if not isinstance(path, str) or len(path) > PATH_LIMIT or ".." in path or not _PATH.fullmatch(path):
        return name, ""
    return name, path if with_record else _RECORD.sub("", path)
