"""Where things go in a picture, without the ORM: plain coordinates for a template that draws them.

Old browsers print these pictures: they know lines, boxes and text, and no style sheets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .task_time import PARITY_WEEK, WeekTime, expected_minutes

# The least that a curve shows, so that the end of the dip is in the picture from the first week on.
LEAST_WEEKS = 8
# A week's number is written below every so many, else they would touch.
LABELS_MOST = 13
# How far from a dot its number stands, so that neither the dot nor the line of the time before runs through it.
LABEL_ABOVE, LABEL_BELOW = 6, 13


@dataclass(frozen=True)
class Scale:
    """A straight line from numbers to places: ``low`` is drawn at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """
        >>> Scale(0, 10, 100, 0).at(2.5)
        75.0
        >>> Scale(3, 3, 100, 0).at(3)
        100.0
        """
        if self.high == self.low:
            return float(self.start)
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def bars(values: Sequence[float | None], width: float, height: float, gap: float = 8) -> list[dict | None]:
    """Return a standing bar for each value, None where there is none; their order is their place.

    Bars stand on zero, also where some are negative, and none is invisible.

    :return: ``x``, ``y``, ``width`` and ``height`` of each

    >>> bars([4, 2, None], 38, 20, gap=4)[:2]
    [{'x': 0.0, 'y': 0.0, 'width': 10.0, 'height': 20.0}, {'x': 14.0, 'y': 10.0, 'width': 10.0, 'height': 10.0}]
    >>> bars([4, None], 20, 20)[1]
    >>> bars([1, -1], 20, 20, gap=0)[1]
    {'x': 10.0, 'y': 10.0, 'width': 10.0, 'height': 10.0}
    """
    known = [value for value in values if value is not None]
    scale = Scale(min([0, *known]), max([0, *known]), height, 0)
    each = (width - gap * (len(values) - 1)) / len(values)
    drawn = []
    for index, value in enumerate(values):
        if value is None:
            drawn.append(None)
            continue
        top, bottom = sorted((scale.at(value), scale.at(0)))
        size = max(1.0, round(bottom - top, 1))
        drawn.append(
            {
                "x": round(index * (each + gap), 1),
                "y": min(top, height - size),
                "width": round(each, 1),
                "height": size,
            }
        )
    return drawn


def task_curve(weeks: Mapping[int, WeekTime], old_minutes: float, width: float, height: float) -> dict:
    """Return the learning curve of a task: its weekly medians, the expected dip and the old time.

    :return: all places in pixels:

        * ``dots``: of each week, ``x``, ``y``, how far down its ``label`` stands, ``week``, ``minutes``, ``count``,
          and whether it ``counts``
        * ``line``: through the dots that count, as a polyline's points
        * ``dip``: the area between the old time and the expected one, as a polygon's points
        * ``parity``: how far down the old time is
        * ``ticks``: place and number of the weeks to write below
        * ``left``, ``right``, ``top``, ``bottom``: the frame; ``last``: the last week shown

    >>> curve = task_curve({1: WeekTime(15, 3), 2: WeekTime(12, 1)}, 10, 200, 100)
    >>> [(dot["week"], dot["counts"]) for dot in curve["dots"]], len(curve["ticks"]), curve["line"]
    ([(1, True), (2, False)], 8, '')
    >>> curve["bottom"] > curve["parity"] > curve["dots"][0]["y"] >= curve["top"]
    True
    """
    left, right, top, bottom = 30.0, width - 10.0, 12.0, height - 18.0
    last = max([LEAST_WEEKS, *weeks])
    across = Scale(1, last, left + 8, right - 4)
    highest = max([expected_minutes(old_minutes, 1), *(week.minutes for week in weeks.values())])
    up = Scale(0, highest * 1.05, bottom, top)
    parity = up.at(old_minutes)
    dots = [
        {
            "x": across.at(week),
            "y": up.at(time.minutes),
            "label": up.at(time.minutes) + (LABEL_BELOW if up.at(time.minutes) > parity else -LABEL_ABOVE),
            "week": week,
            "minutes": time.minutes,
            "count": time.count,
            "counts": time.counts,
        }
        for week, time in sorted(weeks.items())
    ]
    counting = [dot for dot in dots if dot["counts"]]
    edge = [(across.at(week), up.at(expected_minutes(old_minutes, week))) for week in range(1, PARITY_WEEK + 1)]
    step = -(-last // LABELS_MOST)
    return {
        "dots": dots,
        "line": _points((dot["x"], dot["y"]) for dot in counting) if len(counting) > 1 else "",
        "dip": _points([(across.at(1), parity), *edge]),
        "parity": parity,
        "ticks": [(across.at(week), week) for week in range(1, last + 1, step)],
        "left": left,
        "right": right,
        "top": top,
        "bottom": bottom,
        "last": last,
    }


def _points(places) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
