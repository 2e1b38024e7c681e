"""How a bar is drawn without pictures."""


def bar_percent(value: float, largest: float) -> int:
    """Return the width of a bar in percent of the longest one; a bar is never invisible.

    >>> bar_percent(9, 11), bar_percent(0, 11), bar_percent(11, 11), bar_percent(-3, 0)
    (82, 1, 100, 1)
    """
    if largest <= 0:
        return 1
    return min(100, max(1, round(value / largest * 100)))
