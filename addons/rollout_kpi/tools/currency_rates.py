"""Rates of exchange of each day, inside another SQL statement."""

from odoo.tools import SQL


def select_rates(company) -> SQL:
    """Return the SELECT of all rates that Odoo knows for a company: ``currency_id, days, rates, first_rate``.

    As in Odoo, the company's own rates come before those that all companies share, and before its first rate a
    currency has that one.

    :param company: a ``res.company``; a branch has its root company's rates
    """
    rate = company.env["res.currency.rate"]
    return SQL(
        """SELECT currency_id,
                  array_agg(name ORDER BY name) AS days,
                  array_agg(rate::float8 ORDER BY name) AS rates,
                  (array_agg(rate::float8 ORDER BY company_id, name))[1] AS first_rate
             FROM (SELECT currency_id, company_id, name, rate,
                          min(name) FILTER (WHERE company_id IS NOT NULL) OVER (PARTITION BY currency_id) AS own_from
                     FROM res_currency_rate
                    WHERE company_id = %s OR company_id IS NULL) AS rate
            WHERE company_id IS NOT NULL OR own_from IS NULL OR name < own_from
         GROUP BY currency_id""",
        company.root_id.id,
        to_flush=[rate._fields[name] for name in ("currency_id", "company_id", "name", "rate")],
    )


def rate_of(alias: str, day: SQL) -> SQL:
    """Return the rate on a day, of the row of :func:`select_rates` that is joined as ``alias``; 1 without any rate."""
    return SQL(
        "COALESCE(%(rates)s[width_bucket(%(day)s, %(days)s)], %(first)s, 1)",
        rates=SQL.identifier(alias, "rates"),
        days=SQL.identifier(alias, "days"),
        first=SQL.identifier(alias, "first_rate"),
        day=day,
    )


def converted(value: SQL, currency: SQL, day: SQL, own_id: int, rounding: float) -> tuple[SQL, SQL]:
    """Return an amount in one's own currency, and the id of its currency if Odoo knows no rate of that.

    An amount in such a currency is taken to be worth the same.

    :param currency: the id of the currency of ``value``, whose row of :func:`select_rates` is joined as ``rate_from``
    :param day: the day whose rate is taken
    :param own_id: the currency in which it is to be, whose row is joined as ``rate_to``, and its ``rounding``

    >>> amount, unknown = converted(SQL("price"), SQL("currency_id"), SQL("day"), 1, 0.05)
    >>> amount.params
    [1, 1, '0.05', '0.05']
    >>> " ".join(unknown.code.split())
    'CASE WHEN price <> 0 AND currency_id <> %s AND rate_from.currency_id IS NULL THEN currency_id END'
    """
    # Rounded as Odoo rounds each amount that it converts.
    amount = SQL(
        """CASE WHEN COALESCE(%(currency)s, %(own)s) = %(own)s THEN %(value)s
                ELSE round((%(value)s * %(rate_to)s / %(rate_from)s)::numeric / %(rounding)s) * %(rounding)s END""",
        currency=currency,
        own=own_id,
        value=value,
        rate_to=rate_of("rate_to", day),
        rate_from=rate_of("rate_from", day),
        rounding=SQL("%s::numeric", str(rounding)),
    )
    unknown = SQL(
        """CASE WHEN %(value)s <> 0 AND %(currency)s <> %(own)s AND rate_from.currency_id IS NULL
                THEN %(currency)s END""",
        value=value,
        currency=currency,
        own=own_id,
    )
    return amount, unknown
