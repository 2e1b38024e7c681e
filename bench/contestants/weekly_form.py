"""Our weekly form: the personal link of the mail, then the answer. Each visitor has a link of their own."""

import json
import re

from .. import odoo_script
from ..visitor import Visitor, expect
from . import ANSWER

_STAMP = re.compile(r'name="page" value="([^"]+)"')


class WeeklyForm:
    name = "weekly form"

    def __init__(self, database):
        facts = odoo_script.run(database.name, "weekly_form")
        self._wave_id = facts["wave_id"]
        # Taking from a list is atomic: no two visitors get the same link.
        self._tokens = facts["tokens"]

    def submit(self, visitor: Visitor) -> None:
        path = f"/rollout/feedback/{self._tokens.pop()}"
        page = expect(visitor.get(f"{path}?lang=en_US"), "<form")
        fields = {"page": _STAMP.search(page)[1], "lang": "en_US", "sender_name": "", **ANSWER}
        expect(visitor.post(path, fields), "Thank you!")

    def count_stored(self, database) -> int:
        """Sealed answers, each paid for with a link."""
        [[sealed, spent]] = database.query(
            """SELECT (SELECT count(*) FROM rollout_sealed_answer
                        WHERE wave_id = %s AND payload - 'reply_digest' = %s::jsonb),
                      (SELECT count(*) FROM rollout_spent_token WHERE wave_id = %s)""",
            self._wave_id,
            json.dumps(ANSWER),
            self._wave_id,
        )
        if sealed != spent:
            raise AssertionError(f"{spent} links were spent, and {sealed} answers sealed")
        return sealed
