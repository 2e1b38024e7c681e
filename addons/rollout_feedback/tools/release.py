"""What becomes of a week's sealed answers when the week is over, without the ORM.

An answer is a dict with ``department_id`` (int or None) and any of ``mood``, ``workload``, ``control``,
``upstream`` (1 to 5), ``manual_hours`` (hours a week), ``kind``, ``comment``, ``sender_name`` and
``reply_digest`` (by which whoever wrote the comment gets an answer to it).
"""

from collections import Counter
from secrets import SystemRandom
from typing import NamedTuple

from .answer import RATINGS
from .minimum_group import visible_groups

FIGURES = (*RATINGS, "manual_hours")
WORDS = ("kind", "comment", "reply_digest")


class Release(NamedTuple):
    """``released`` answers are to be shown; ``waiting`` ones stay sealed for a later week."""

    released: list[dict]
    waiting: list[dict]
    takes_waiting: bool


def plan_release(answers: list[dict], waiting: list[dict], minimum: int) -> Release:
    """Decide which answers of a week are shown, and with which department.

    If enough people answered anonymously, every answer is released. Its department stays on it
    only where the group is large enough. Figures that earlier, thin weeks left waiting go along,
    under the same rule, so that they can't be told from the others.

    In a thin week nothing is lost and no figure of a few is shown: what people wrote is released,
    parted from its figures and without a department; the figures wait for the next week in which
    enough people answer. People are counted within one week only, since the same person
    may have answered in two.

    Whoever gives a name has chosen to be known: such an answer is always released whole, and
    doesn't count towards the minimum, since it hides nobody.

    :param answers: the answers of this week
    :param waiting: the figures left over from earlier weeks
    :return: both lists shuffled; ``takes_waiting`` tells whether ``waiting`` is in ``released``

    >>> thin = plan_release([{"department_id": 1, "mood": 2, "comment": "Slow"}], [], 5)
    >>> thin.released
    [{'department_id': None, 'comment': 'Slow'}]
    >>> thin.waiting
    [{'department_id': 1, 'mood': 2}]
    >>> enough = plan_release([{"department_id": 1, "mood": 4}] * 5, thin.waiting, 5)
    >>> sorted((answer["mood"], answer["department_id"]) for answer in enough.released)
    [(2, 1), (4, 1), (4, 1), (4, 1), (4, 1), (4, 1)]

    Had the waiting figure come from another department, it would stand out, and so would its answer:

    >>> other = [{"department_id": 2, "mood": 2}]
    >>> mixed = plan_release([{"department_id": 1, "mood": 4}] * 5, other, 5)
    >>> {answer["department_id"] for answer in mixed.released}
    {None}
    """
    anonymous = [answer for answer in answers if not answer.get("sender_name")]
    if len(anonymous) < minimum:
        released = [_without_department(answer) for answer in answers if answer.get("sender_name")]
        left = []
        for answer in anonymous:
            words, figures = _part(answer)
            released += [words] if words else []
            left += [figures] if figures else []
        return Release(_shuffled(released), _shuffled(left), False)
    counts = Counter(answer["department_id"] for answer in anonymous)
    for answer in waiting:
        # Somebody answered there: enough to be hidden, too little to count as more than one.
        counts[answer["department_id"]] = counts[answer["department_id"]] or 1
    visible = visible_groups(counts, minimum)
    released = [
        answer if answer["department_id"] in visible else _without_department(answer) for answer in answers + waiting
    ]
    return Release(_shuffled(released), [], True)


def _without_department(answer: dict) -> dict:
    return {**answer, "department_id": None}


def _part(answer: dict) -> tuple[dict | None, dict | None]:
    """Part what was written, which loses its department, from the figures, which stay sealed."""
    kept = {key: value for key, value in answer.items() if value is not None}
    figures = {key: kept[key] for key in FIGURES if key in kept}
    words = {key: kept[key] for key in WORDS if key in kept}
    if "comment" not in words:
        # A kind without a word about it is only counted: it is a figure.
        figures, words = {**figures, **words}, {}
    return (
        {"department_id": None, **words} if words else None,
        {"department_id": answer["department_id"], **figures} if figures else None,
    )


def _shuffled(answers: list[dict]) -> list[dict]:
    return SystemRandom().sample(answers, len(answers))
