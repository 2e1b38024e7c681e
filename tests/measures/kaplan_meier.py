"""How long it takes where some are still open, by the textbook (Kaplan and Meier, 1958): in SQL, and in Python."""

from fractions import Fraction
from statistics import median

# To be put behind a table `counted` of `days` and `ended`. The shares that are left are multiplied one by one.
FIGURES = """
    , placed AS (
        SELECT days, ended, row_number() OVER (ORDER BY days, ended DESC) AS place, count(*) OVER () AS total
          FROM counted WHERE days >= 0
    ), curve AS (
        SELECT 0::bigint AS place, 0::float8 AS days, FALSE AS ended, 1::numeric AS remaining
     UNION ALL
        SELECT placed.place, placed.days::float8, placed.ended,
               CASE WHEN placed.ended THEN remaining * (total - placed.place) / (total - placed.place + 1)
                    ELSE remaining END
          FROM curve JOIN placed ON placed.place = curve.place + 1
    ), steps AS (
        SELECT days, round(remaining, 9) AS remaining FROM curve WHERE ended
    ), figures AS (
        SELECT coalesce(
                   ((SELECT min(days) FROM steps WHERE remaining <= 0.5)
                    + (SELECT min(days) FROM steps WHERE remaining < 0.5)) / 2,
                   (SELECT min(days) FROM steps WHERE remaining <= 0.5),
                   greatest((SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM placed WHERE NOT ended),
                            (SELECT max(days) FROM steps))) AS median,
               (SELECT count(*) FROM placed) AS count,
               coalesce(
                   ((SELECT min(days) FROM steps WHERE remaining <= 0.1)
                    + (SELECT min(days) FROM steps WHERE remaining < 0.1)) / 2,
                   (SELECT min(days) FROM steps WHERE remaining <= 0.1)) AS spread
    )"""


def figures(ended, waiting):
    """Return median, number and 90th percentile of times, some of which haven't ended yet."""
    remaining, steps = Fraction(1), []
    for time in sorted(set(ended)):
        remaining *= 1 - Fraction(ended.count(time), sum(other >= time for other in (*ended, *waiting)))
        steps.append((time, remaining))

    def when(share):
        reached = [time for time, left in steps if left <= share]
        passed = [time for time, left in steps if left < share]
        return (reached[0] + passed[0]) / 2 if passed else min(reached, default=None)

    half = when(Fraction(1, 2))
    if half is None and waiting:
        half = max([median(waiting), *ended])
    return [half, len(ended) + len(waiting), when(Fraction(1, 10))]
