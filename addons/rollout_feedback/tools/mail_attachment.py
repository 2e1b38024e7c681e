"""Which attachments of a mail somebody chose to send."""

# What mail programs add: signatures, cards, the formatting of Outlook, appointments.
_ADDED = (".dat", ".p7s", ".p7m", ".asc", ".vcf", ".ics", ".sig", ".html", ".htm", ".eml")


def is_worth_telling(attachment: tuple) -> bool:
    """Tell whether somebody attached something, and not their mail program.

    :param attachment: file name, content and a dict that has ``cid`` for a picture within the text, as the gateway gives it

    >>> [is_worth_telling((name, b"", info)) for name, info in (("list.xlsx", {}), ("winmail.dat", {}), ("logo.png", {"cid": "1"}))]
    [True, False, False]
    """
    name, _content, info = attachment
    return not (info or {}).get("cid") and not (name or "").lower().endswith(_ADDED)
