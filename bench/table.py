"""What is printed: rows of figures, each with a ratio and what is expected of it."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Ratio(NamedTuple):
    """The median of the ratios of all rounds, and their extremes."""

    median: float
    least: float
    most: float
    to: str

    @classmethod
    def of(cls, values: Sequence[float], references: Sequence[float], to: str) -> "Ratio":
        """Compare two series round by round, so that a slow moment of the machine counts for both.

        >>> Ratio.of([10, 20, 90], [10, 10, 30], "floor")
        Ratio(median=2.0, least=1.0, most=3.0, to='floor')
        """
        ratios = [value / reference for value, reference in zip(values, references, strict=True)]
        return cls(median(ratios), min(ratios), max(ratios), to)


class Row(NamedTuple):
    """`speed` is a figure with its unit; the ratio's median should reach `at_least`, or not pass `at_most`."""

    name: str
    speed: str = ""
    ratio: Ratio | None = None
    at_least: float | None = None
    at_most: float | None = None


def render(rows: Sequence[Row]) -> str:
    """Return the table as text.

    >>> ratio = Ratio(0.756, 0.7, 0.8, "floor")
    >>> print(render([Row("floor", "9.0/s"), Row("form", "7.0/s", ratio, 0.8), Row("form", ratio=ratio)]))
    row    speed  ratio (lowest to highest)    expected
    floor  9.0/s
    form   7.0/s  0.76 × floor (0.70 to 0.80)  ≥ 0.8     short
    form          0.76 × floor (0.70 to 0.80)
    >>> print(render([Row("form", "7.0 s", ratio, at_most=2)]))
    row   speed  ratio (lowest to highest)    expected
    form  7.0 s  0.76 × floor (0.70 to 0.80)  ≤ 2       ok
    """
    lines = [("row", "speed", "ratio (lowest to highest)", "expected", "")]
    lines += [(row.name, row.speed, *_judge(row)) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _judge(row: Row) -> tuple[str, str, str]:
    ratio = row.ratio
    text = f"{ratio.median:.2f} × {ratio.to} ({ratio.least:.2f} to {ratio.most:.2f})" if ratio else ""
    if ratio is None or (row.at_least is None and row.at_most is None):
        return text, "", ""
    if row.at_most is not None:
        return text, f"≤ {row.at_most:g}", "ok" if ratio.median <= row.at_most else "too much"
    return text, f"≥ {row.at_least:g}", "ok" if ratio.median >= row.at_least else "short"
