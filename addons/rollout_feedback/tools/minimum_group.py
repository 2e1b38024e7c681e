"""Which groups may be shown so that no small one is seen, nor worked out from the others."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def visible_groups(counts: Mapping[K, int], minimum: int) -> set[K]:
    """Return the groups that may be named next to the total of all groups.

    A group is visible if at least ``minimum`` answered in it. Who knows the total and the visible
    groups also knows what is left: therefore what stays hidden is nothing, or at least ``minimum``
    answers of at least two groups. To get there, the smallest visible groups are hidden too. If
    all groups together have fewer answers than ``minimum``, none is visible; the total should not be
    shown then either.

    :param counts: answers per group; groups without answers don't count

    >>> sorted(visible_groups({"sales": 9, "stock": 7, "accounts": 6}, 5))
    ['accounts', 'sales', 'stock']

    Hiding Accounts alone would give it away as the difference to the total, so Stock is hidden with it:

    >>> sorted(visible_groups({"sales": 9, "stock": 7, "accounts": 2}, 5))
    ['sales']
    >>> sorted(visible_groups({"sales": 9, "stock": 4, "accounts": 2}, 5))
    ['sales']
    >>> sorted(visible_groups({"sales": 2, "stock": 1}, 5))
    []
    """
    answered = {group: count for group, count in counts.items() if count > 0}
    visible = sorted((g for g in answered if answered[g] >= minimum), key=answered.__getitem__)
    hidden = [count for count in answered.values() if count < minimum]
    while hidden and visible and (sum(hidden) < minimum or len(hidden) < 2):
        hidden.append(answered[visible.pop(0)])
    return set(visible)
