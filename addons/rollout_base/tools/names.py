"""Compare the names of people as they are typed, without the ORM."""


def fold(name: str) -> str:
    """Return what is the same for all ways of typing a name.

    >>> fold("  Mali   SUK ")
    'mali suk'
    """
    return " ".join((name or "").split()).casefold()


def without(names: str, name: str) -> str:
    """Take a name out of a list of names with commas.

    >>> without("Mali, Anong , mali", "MALI")
    'Anong'
    """
    kept = [part.strip() for part in (names or "").split(",") if fold(part) != fold(name)]
    return ", ".join(part for part in kept if part)


def has(names: str, name: str) -> bool:
    """Tell whether a name is in a list of names with commas.

    >>> has("Mali, Anong", "anong"), has("Malina", "Mali")
    (True, False)
    """
    return any(fold(part) == fold(name) for part in (names or "").split(","))
