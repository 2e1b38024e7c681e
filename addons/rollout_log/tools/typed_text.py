"""What people type into a page, made fit to be kept; without the ORM."""

import re

from odoo.addons.rollout_base.tools.visitor import as_text

from .secret_link import hide_own_links

# More than anybody types at once.
COMMENT_LIMIT = 4000
# No database stores a NUL, and no person types the others; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def clean_text(value: object) -> str:
    """Return what was sent as text that can be stored: no control characters, one kind of line break, and no
    link that opens a form or a page for its sender.

    >>> clean_text(" a" + chr(13) + chr(10) + "b" + chr(0)), clean_text(5)
    ('a\\nb', '')
    >>> clean_text("My link https://odoo.example.com/rollout/reply/abc is dead")
    'My link … is dead'
    """
    text = as_text(value)
    return hide_own_links(_CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip())
