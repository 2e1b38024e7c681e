"""Read what somebody typed into the form, without the ORM.

Whatever is sent, the outcome is an answer to seal, or the reasons why there is none, by field.
"""

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

from odoo.addons.rollout_log.tools.typed_text import COMMENT_LIMIT, clean_text

NAME_LIMIT = 100
WEEK_HOURS = 168
SCALE = ("1", "2", "3", "4", "5")
# What is asked in the same words every week, so that its trend means something.
RATINGS = ("mood", "workload", "control", "upstream")
FIELDS = (*RATINGS, "manual_hours", "kind", "comment", "sender_name")
# What is given back into the form when an answer is refused: enough to shorten a long comment.
KEPT_LIMIT = 4 * COMMENT_LIMIT


class Reading(NamedTuple):
    """``answer`` is None if ``errors`` (field → reason) has any; ``typed`` is what to show again."""

    answer: dict | None
    errors: dict[str, str]
    typed: dict[str, str]


def read_answer(form: Mapping[str, object], kinds: Collection[str]) -> Reading:
    """Read the fields of the form.

    Reasons are ``choice`` (not one of those offered), ``number``, ``long`` and, for the whole form
    under the key ``form``, ``empty``. A name alone is no answer.

    >>> read_answer({"mood": "4", "manual_hours": "2,5", "comment": " Late "}, []).answer
    {'mood': 4, 'manual_hours': 2.5, 'comment': 'Late'}
    >>> read_answer({"manual_hours": "0"}, []).answer
    {'manual_hours': 0.0}
    >>> read_answer({"sender_name": "Mali"}, []).errors
    {'form': 'empty'}
    >>> read_answer({"mood": "9", "kind": "x", "manual_hours": "nan", "comment": "ok"}, []).errors
    {'mood': 'choice', 'manual_hours': 'number', 'kind': 'choice'}
    >>> read_answer({"comment": "x" * 4001}, []).errors
    {'comment': 'long'}
    >>> read_answer({"comment": chr(0) + "a" + chr(13) + chr(10) + "b"}, []).answer
    {'comment': 'a\\nb'}
    """
    typed = {name: clean_text(form.get(name)) for name in FIELDS}
    answer, errors = {}, {}
    for name in FIELDS:
        if typed[name]:
            value, error = _read_field(name, typed[name], kinds)
            if error:
                errors[name] = error
            else:
                answer[name] = value
    if not errors and not answer.keys() - {"sender_name"}:
        errors["form"] = "empty"
    typed = {name: text[:KEPT_LIMIT] for name, text in typed.items()}
    return Reading(None if errors else answer, errors, typed)


def _read_field(name: str, text: str, kinds: Collection[str]) -> tuple[object, str | None]:
    if name in RATINGS:
        return (int(text), None) if text in SCALE else (None, "choice")
    if name == "manual_hours":
        hours = _read_hours(text)
        return hours, None if hours is not None else "number"
    if name == "kind":
        return text, None if text in kinds else "choice"
    limit = COMMENT_LIMIT if name == "comment" else NAME_LIMIT
    return text, "long" if len(text) > limit else None


def _read_hours(text: str) -> float | None:
    """Return hours a week, rounded to minutes' precision, from any usual way of writing them."""
    if len(text) > 12:
        return None
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        return None
    return round(hours, 2) if math.isfinite(hours) and 0 <= hours <= WEEK_HOURS else None
