"""The signed statement of expectations: what is hashed, and whether it is honest about time."""

import hashlib
import json
import math
from datetime import date

# A department's launch takes three to six months until it is faster than before.
USUAL_MONTHS = (3, 6)
# Length of the first, closely watched time after the last go-live, in days.
AFTERCARE_DAYS = 60
DAYS_A_MONTH = 365.25 / 12


def statement_hash(text: str, months: int, signer_id: int) -> str:
    """Return the hex SHA-256 of what a sponsor puts their name to.

    The fields are hashed as JSON, so that no text can pass for another field:

    >>> statement_hash("It gets slower first.", 6, 2) == statement_hash("It gets slower first.6", 2, 2)
    False
    >>> len(statement_hash("", 3, 1))
    64
    """
    content = json.dumps([text, months, signer_id], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def planned_months(first_go_live: date, last_go_live: date) -> int:
    """Return the months from the first go-live until the last department is looked after, rounded up.

    >>> planned_months(date(2026, 1, 5), date(2026, 1, 5))
    2
    >>> planned_months(date(2026, 1, 5), date(2026, 5, 4))
    6
    """
    days = (last_go_live - first_go_live).days + AFTERCARE_DAYS
    return math.ceil(days / DAYS_A_MONTH)
