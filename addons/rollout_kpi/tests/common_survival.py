"""The Kaplan-Meier estimate by its textbook, for tests: in fractions, with a step for each time at which one ended."""

from fractions import Fraction


def product_limit(ended, waiting):
    """Return the share that is left after each time at which a record ended, as ``[(time, share)]``."""
    share, steps = Fraction(1), []
    for time in sorted(set(ended)):
        at_risk = sum(other >= time for other in (*ended, *waiting))
        share *= 1 - Fraction(sum(other == time for other in ended), at_risk)
        steps.append((time, share))
    return steps


def time_when_left(ended, waiting, left):
    """Return when no more than ``left`` are left, or None, and whether it is known when fewer are.

    Where exactly as many are left until another ends, it is the middle between the two, as for a plain median.
    """
    steps = product_limit(ended, waiting)
    reached = [time for time, share in steps if share <= left]
    passed = [time for time, share in steps if share < left]
    if not passed:
        return (reached[0] if reached else None), False
    return (reached[0] + passed[0]) / 2, True
