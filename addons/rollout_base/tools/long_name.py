"""Take apart names that are made of several, without the ORM."""

_MOST_PARTS = 10


def split_name(name: str, separator: str = " / ") -> list[tuple[str, str]]:
    """Return every way in which ``name`` may be one name, the separator, and another name.

    Either may hold the separator itself. What has more than ten parts is no name that was put together.

    >>> split_name("Launch / Operations / Inventory")
    [('Launch', 'Operations / Inventory'), ('Launch / Operations', 'Inventory')]
    >>> split_name("Inventory"), split_name("a / " * 50)
    ([], [])
    """
    parts = name.split(separator)
    if len(parts) > _MOST_PARTS:
        return []
    return [(separator.join(parts[:at]), separator.join(parts[at:])) for at in range(1, len(parts))]
