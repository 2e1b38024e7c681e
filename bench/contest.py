"""Contestants measured in turn, A B C A B C …, so that what the machine does meanwhile hits all of them."""

import threading
import time
from statistics import median
from typing import Protocol

from .visitor import Visitor


class Contestant(Protocol):
    """One way to hand in a form."""

    name: str

    def submit(self, visitor: Visitor) -> None:
        """Hand in one form, from the first page to the last; raise if anything is not as it should be."""

    def count_stored(self, database) -> int:
        """How many forms stand in the database, complete and as they were sent."""


class Contest:
    """`visitors` people at a time hand in forms at the server under `url`, one after the other."""

    def __init__(self, url: str, contestants: list[Contestant], visitors: int):
        self.rates: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
        self.submitted = dict.fromkeys(self.rates, 0)
        self.client_share = 0.0
        self._url = url
        self._contestants = contestants
        self._visitors = visitors

    def run(self, rounds: int, seconds: float, warm_up_seconds: float) -> None:
        """Measure `rounds` rounds in which each contestant has `seconds`, after one that doesn't count."""
        for contestant in self._contestants:
            self._measure(contestant, warm_up_seconds)
        start, start_cpu = time.perf_counter(), time.process_time()
        for _ in range(rounds):
            for contestant in self._contestants:
                self.rates[contestant.name].append(self._measure(contestant, seconds))
        self.client_share = (time.process_time() - start_cpu) / (time.perf_counter() - start)

    def get_rate(self, name: str) -> float:
        """The median of the rounds, in forms per second."""
        return median(self.rates[name])

    def check_stored(self, database) -> None:
        """Every form that was sent, warm-up included, must have been stored."""
        for contestant in self._contestants:
            stored, sent = contestant.count_stored(database), self.submitted[contestant.name]
            if stored != sent:
                raise AssertionError(f"{contestant.name}: {sent} forms were sent, and {stored} stored")

    def _measure(self, contestant: Contestant, seconds: float) -> float:
        """Return the forms per second within about `seconds`: whoever has begun by then finishes."""
        counts, errors = [], []
        start = time.perf_counter()

        def visit():
            count = 0
            try:
                while time.perf_counter() < start + seconds:
                    contestant.submit(Visitor(self._url))
                    count += 1
            except Exception as error:
                errors.append(error)
            counts.append(count)

        threads = [threading.Thread(target=visit) for _ in range(self._visitors)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed = time.perf_counter() - start
        if errors:
            raise errors[0]
        self.submitted[contestant.name] += sum(counts)
        return sum(counts) / elapsed
