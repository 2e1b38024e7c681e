"""Which newly installed modules somebody chose, without the ORM."""

from collections.abc import Collection, Iterable, Mapping


def upstream(names: Iterable[str], depends: Mapping[str, Collection[str]]) -> set[str]:
    """Return all that ``names`` depend on, directly or not, without ``names`` themselves.

    >>> sorted(upstream({"c"}, {"c": {"b"}, "b": {"a"}, "x": {"c"}}))
    ['a', 'b']
    """
    found, ahead = set(), list(names)
    while ahead:
        for name in depends.get(ahead.pop(), ()):
            if name not in found:
                found.add(name)
                ahead.append(name)
    return found


def downstream(name: str, depends: Mapping[str, Collection[str]]) -> set[str]:
    """Return all that depend on ``name``, directly or not, and ``name`` itself.

    >>> sorted(downstream("a", {"c": {"b"}, "b": {"a"}, "x": {"y"}}))
    ['a', 'b', 'c']
    """
    found = {name}
    while more := {n for n, needs in depends.items() if found & set(needs)} - found:
        found |= more
    return found


def chosen_modules(
    before: Collection[str],
    now: Collection[str],
    depends: Mapping[str, Collection[str]],
    automatic: Collection[str],
    own: Collection[str],
) -> dict[str, set[str]]:
    """Return the modules that somebody installed since, and what came along with each.

    :param before: names of the modules installed then; ``now``: and of those installed today
    :param depends: name of each installed module -> names of those that it needs
    :param automatic: those that install themselves as soon as what they need is there
    :param own: those that are welcome at any time, with all that they need

    Somebody installs sales, and with it come what it needs and what joins it to accounting:

    >>> depends = {"sale": {"product"}, "sale_account": {"sale", "account"}, "account": set()}
    >>> now = {"account", "product", "sale", "sale_account"}
    >>> chosen = chosen_modules({"account"}, now, depends, {"sale_account"}, set())
    >>> chosen == {"sale": {"product", "sale_account"}}
    True

    What a module needs since its upgrade is nobody's choice, nor what our own modules need:

    >>> chosen_modules({"sale"}, {"sale", "product"}, depends, set(), set())
    {}
    >>> chosen_modules(set(), {"sale", "product"}, depends, set(), {"sale"})
    {}
    """
    new = set(now) - set(before)
    welcome = set(own) | upstream(set(own) & set(now), depends) | upstream(before, depends)
    joined = {name for name in new & set(automatic) if new & set(depends.get(name, ()))}
    candidates = new - welcome - joined
    roots = candidates - upstream(candidates, depends)
    return {root: (upstream({root}, depends) | (downstream(root, depends) & joined)) & new - {root} for root in roots}
