"""Sum up a week's answers for the time after they are gone, without the ORM."""

from .release import FIGURES


def sum_up(answers: list[dict], minimum: int) -> list[dict]:
    """Return the totals of released answers: of all together, and of each department that is named.

    A question that nobody answered has no total. One that fewer than ``minimum`` answered has
    a count but no average: an average of few is an answer.

    :param answers: dicts with ``department_id`` (int or None) and any of the figures and ``kind``
    :return: dicts with ``scope`` (``program`` or ``department``), ``department_id`` where it is
        one, ``figure`` (``answers``, one of ``FIGURES`` or ``kind``), ``kind``, ``count`` and ``average``

    >>> five = [{"department_id": 1, "mood": n, "kind": "issue"} for n in (1, 2, 3, 4, 5)]
    >>> for total in sum_up([*five, {"department_id": None, "mood": 5, "workload": 2}], 5):
    ...     print(*total.values())
    program answers 6
    program mood 6 3.3333333333333335
    program workload 1
    program kind 5 issue
    department 1 answers 5
    department 1 mood 5 3.0
    department 1 kind 5 issue
    """
    if not answers:
        return []
    totals = [{"scope": "program", **total} for total in _sum_up_group(answers, minimum)]
    for department in sorted({answer["department_id"] for answer in answers} - {None}):
        group = [answer for answer in answers if answer["department_id"] == department]
        head = {"scope": "department", "department_id": department}
        totals += [{**head, **total} for total in _sum_up_group(group, minimum)]
    return totals


def _sum_up_group(answers, minimum):
    yield {"figure": "answers", "count": len(answers)}
    for figure in FIGURES:
        values = [answer[figure] for answer in answers if answer.get(figure) is not None]
        if len(values) >= minimum:
            yield {"figure": figure, "count": len(values), "average": sum(values) / len(values)}
        elif values:
            yield {"figure": figure, "count": len(values)}
    kinds = [answer["kind"] for answer in answers if answer.get("kind")]
    for kind in sorted(set(kinds)):
        yield {"figure": "kind", "count": kinds.count(kind), "kind": kind}
