"""The least that Odoo can do: a minimal page, and a POST that creates one record (addons/bench_floor)."""

from ..visitor import Visitor, expect
from . import ANSWER


class Floor:
    name = "floor"

    def submit(self, visitor: Visitor) -> None:
        expect(visitor.get("/bench/floor"), "<form")
        expect(visitor.post("/bench/floor", ANSWER), "Thank you")

    def count_stored(self, database) -> int:
        names = ", ".join(ANSWER)
        statement = f"SELECT count(*) FROM bench_floor_answer WHERE ({names}) = %s"
        [[count]] = database.query(statement, tuple(ANSWER.values()))
        return count
