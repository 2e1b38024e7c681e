"""Weighted scores, without the ORM."""

from collections.abc import Iterable


def weighted_mean(scores: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of ``(score, weight)`` pairs, on the scale of the scores.

    :return: None where there is nothing to judge from, since that is not a score of 0

    >>> weighted_mean([(5, 30), (3, 10)])
    4.5
    >>> weighted_mean([]) is None
    True
    >>> weighted_mean([(4, 0)]) is None
    True
    """
    pairs = list(scores)
    weight_sum = sum(weight for _score, weight in pairs)
    if not weight_sum:
        return None
    return sum(score * weight for score, weight in pairs) / weight_sum
