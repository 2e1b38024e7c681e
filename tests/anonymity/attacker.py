"""What somebody with the whole database, the log and the sessions can try."""

import contextlib
import re
from collections import Counter

SYSTEM_COLUMNS = ("xmin", "xmax", "cmin", "cmax", "ctid")
_PIECE = re.compile(r"[\w-]{16,}")
_TEXTS = ("text", "character varying", "jsonb", "json", "ARRAY")


def tables(database):
    return [
        name
        for (name,) in database.query(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"""
        )
    ]


def snapshot(database):
    """Every row of every table, as text with its place and transaction."""
    with contextlib.closing(database.connect()) as connection, connection.cursor() as cursor:
        rows = {}
        for table in tables(database):
            cursor.execute(f'SELECT t::text, t.xmin::text, t.ctid::text FROM "{table}" t')
            rows[table] = Counter(cursor.fetchall())
        return rows


def changed_tables(before, after):
    return {table for table in after if after[table] != before.get(table)}


def find(database, needles):
    """``{table.column: {needle, …}}`` wherever one of the texts stands, in whatever column.

    A needle is of letters, digits, - and _, and is found where others begin and end it.
    """
    columns = database.query(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type = ANY(%s)",
        list(_TEXTS),
    )
    known = set(tables(database))
    found = {}
    with contextlib.closing(database.connect()) as connection, connection.cursor() as cursor:
        for table, column in columns:
            if table in known:
                cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
                text = "\n".join(value for (value,) in cursor)
                if hits := needles & set(_PIECE.findall(text)):
                    found[f"{table}.{column}"] = hits
    return found


def references(database, table):
    """``{column: other table}`` of a table's foreign keys."""
    return dict(
        database.query(
            """SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.conrelid = %s::regclass""",
            table,
        )
    )


def columns(database, table, key):
    """``{column: {word: value}}`` of a table, system columns too; ``key`` finds the word of a row as text."""
    names = [
        name
        for (name,) in database.query(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
            table,
        )
    ]
    # Place as a number: page and line.
    place = "(ctid::text::point)[0] * 100000 + (ctid::text::point)[1] AS ctid_place"
    listed = ", ".join([f'"{name}"' for name in names] + [f"{name}::text" for name in SYSTEM_COLUMNS] + [place])
    rows = database.query(f'SELECT {listed} FROM "{table}"')
    by_word = {word: row for row in rows if (word := key(row))}
    return {
        name: {word: row[index] for word, row in by_word.items()}
        for index, name in enumerate([*names, *SYSTEM_COLUMNS, "ctid_place"])
    }


def ranks(values):
    """Places of values in order, equal ones sharing theirs.

    >>> ranks(["b", "a", "b"])
    [1.5, 0.0, 1.5]
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    result = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for index in order[start : end + 1]:
            result[index] = (start + end) / 2
        start = end + 1
    return result


def correlation(one, other):
    """Spearman's rank correlation; 0 where everything is equal.

    >>> correlation([1, 2, 3], [10, 20, 30]), correlation([1, 1, 1], [1, 2, 3])
    (1.0, 0.0)
    """
    one, other = ranks(one), ranks(other)
    mean = (len(one) - 1) / 2
    spread = [sum((value - mean) ** 2 for value in each) for each in (one, other)]
    if not all(spread):
        return 0.0
    return sum((a - mean) * (b - mean) for a, b in zip(one, other, strict=True)) / (spread[0] * spread[1]) ** 0.5


def gain(one, other, window):
    """How much better than chance it is to look for an answer near its place in another order.

    The share of answers within ``window`` places, over the share that a random order has.

    >>> round(gain(range(100), range(100), 10), 1)
    5.0
    """
    count = len(one)
    hits = sum(abs(a - b) <= window for a, b in zip(ranks(one), ranks(other), strict=True))
    # Pairs of places no further apart than the window, over all pairs.
    expected = (count + 2 * sum(count - distance for distance in range(1, window + 1))) / count
    return hits / expected
