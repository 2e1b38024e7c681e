"""One line for what may be many, without the ORM."""

LENGTH = 80


def summarize(text: str) -> str:
    """Return the first line of ``text``, cut where it gets too long for a title.

    A word is cut only if there is no space to cut at, as in Thai.

    >>> summarize("  Printing fails.\\nSince Monday.")
    'Printing fails.'
    >>> summarize("word " * 40)[-9:]
    'ord word…'
    >>> len(summarize("ก" * 200))
    80
    """
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= LENGTH:
        return line
    head = line[: LENGTH - 1]
    start, space, _rest = head.rpartition(" ")
    return (start if space and len(start) > LENGTH // 2 else head).rstrip() + "…"
