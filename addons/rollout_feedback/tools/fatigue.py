"""When people have stopped answering, without the ORM."""

from collections.abc import Iterable

LOW_SHARE = 0.5
WEEKS_IN_A_ROW = 2


def response_rate(invited: int, answers: int) -> float | None:
    """Return the share of the invited who answered; None if nobody was invited.

    A link that was passed on can bring more answers than people who were invited:

    >>> response_rate(12, 6), response_rate(0, 0), response_rate(2, 3)
    (0.5, None, 1.0)
    """
    return min(answers / invited, 1.0) if invited else None


def is_tired(rates: Iterable[float | None]) -> bool:
    """Tell whether fewer than half answered in each of the last two weeks.

    :param rates: one per released week, the latest first; None, where nobody was invited, says nothing

    >>> is_tired([0.4, 0.49, 0.9]), is_tired([0.4, 0.5]), is_tired([0.5, 0.1, 0.1])
    (True, False, False)
    >>> is_tired([0.4, None, 0.3]), is_tired([0.4]), is_tired([])
    (True, False, False)
    """
    latest = [rate for rate in rates if rate is not None][:WEEKS_IN_A_ROW]
    return len(latest) == WEEKS_IN_A_ROW and all(rate < LOW_SHARE for rate in latest)
