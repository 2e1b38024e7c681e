"""Sum up a week's answers for the time after they are gone, without the ORM."""

from collections import Counter

from .minimum_group import visible_groups
from .release import FIGURES


def sum_up(answers: list[dict], minimum: int) -> list[dict]:
    """Return the totals of released answers: of all together, and of each department that is named.

    A question that nobody answered has no total. An average of few is an answer: there is none of
    fewer than ``minimum`` who gave no name, and none whose difference to the other averages would be one.

    :param answers: dicts with ``department_id`` (int or None) and any of the figures, ``kind`` and
        ``sender_name``
    :return: dicts with ``scope`` (``program`` or ``department``), ``department_id`` where it is
        one, ``figure`` (``answers``, one of ``FIGURES`` or ``kind``), ``kind``, ``count`` and ``average``

    >>> five = [{"department_id": 1, "mood": n, "kind": "issue"} for n in (1, 2, 3, 4, 5)]
    >>> for total in sum_up([*five, {"department_id": None, "workload": 2}], 5):
    ...     print(*total.values())
    program answers 6
    program mood 5 3.0
    program workload 1
    program kind 5 issue
    department 1 answers 5
    department 1 mood 5 3.0
    department 1 kind 5 issue

    One more mood from elsewhere would be the difference between the two averages:

    >>> mixed = sum_up([*five, {"department_id": None, "mood": 5}], 5)
    >>> [(total["scope"], total.get("average")) for total in mixed if total["figure"] == "mood"]
    [('program', 3.3333333333333335), ('department', None)]
    """
    if not answers:
        return []
    shown = {figure: _shown_groups(answers, figure, minimum) for figure in FIGURES}
    enough = {figure for figure in FIGURES if sum(_count_unnamed(answers, figure).values()) >= minimum}
    totals = [{"scope": "program", **total} for total in _sum_up_group(answers, enough)]
    for department in sorted({answer["department_id"] for answer in answers} - {None}):
        group = [answer for answer in answers if answer["department_id"] == department]
        head = {"scope": "department", "department_id": department}
        averaged = {figure for figure in FIGURES if department in shown[figure]}
        totals += [{**head, **total} for total in _sum_up_group(group, averaged)]
    return totals


def _count_unnamed(answers, figure):
    return Counter(
        answer["department_id"]
        for answer in answers
        if answer.get(figure) is not None and not answer.get("sender_name")
    )


def _shown_groups(answers, figure, minimum):
    """Return the departments whose average may stand next to that of all; names hide nobody."""
    return visible_groups(_count_unnamed(answers, figure), minimum)


def _sum_up_group(answers, averaged):
    yield {"figure": "answers", "count": len(answers)}
    for figure in FIGURES:
        values = [answer[figure] for answer in answers if answer.get(figure) is not None]
        if values and figure in averaged:
            yield {"figure": figure, "count": len(values), "average": sum(values) / len(values)}
        elif values:
            yield {"figure": figure, "count": len(values)}
    kinds = [answer["kind"] for answer in answers if answer.get("kind")]
    for kind in sorted(set(kinds)):
        yield {"figure": "kind", "count": kinds.count(kind), "kind": kind}
