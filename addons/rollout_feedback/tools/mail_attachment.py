"""Which attachments of a mail somebody chose to send."""

# What mail programs add: signatures, cards, the formatting of Outlook, appointments.
_ADDED = (".dat", ".p7s", ".p7m", ".asc", ".vcf", ".ics", ".sig", ".html", ".htm", ".eml")


def is_worth_telling(attachment: tuple) -> bool:
    """Tell whether somebody attached something, and not their mail program.

    :param attachment: file name, content and a dict that has ``cid`` for a picture within the text, as the gateway
        gives it

    >>> is_worth_telling(("list.xlsx", b"", {})), is_worth_telling(("winmail.dat", b"", {}))
    (True, False)
    >>> is_worth_telling(("logo.png", b"", {"cid": "1"}))
    False
    """
    name, _content, info = attachment
    return not (info or {}).get("cid") and not (name or "").lower().endswith(_ADDED)
