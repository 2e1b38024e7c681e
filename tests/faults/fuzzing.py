"""Send garbage to every page without a login, and see that nothing breaks and nothing is kept."""

from concurrent.futures import ThreadPoolExecutor

from ..support import raw
from .garbage import Garbage

_CLIENTS = 4
# What a client of a broken request may see: a page, or a refusal; never an error of the server.
_BELOW = 500


def fuzz(server, database, facts, count, seed):
    """Send ``count`` requests; gives how often each status came."""
    keys = {**facts, "feedback": facts["tokens"][0]}
    garbage = Garbage(seed, keys)
    # 32 bytes of a stamp are guessed by nobody: whatever is sent, nothing is sealed.
    before = _count(database)
    statuses = {}
    with ThreadPoolExecutor(_CLIENTS) as pool:
        requests = [garbage.make() for _each in range(count)]
        for request, (status, answer) in zip(
            requests, pool.map(lambda each: raw.send(server.url, *each), requests), strict=True
        ):
            statuses[status] = statuses.get(status, 0) + 1
            assert status < _BELOW or (status == 501 and request.method in ("TRACE", "PROPFIND")), (
                request,
                answer[:500],
            )
            assert b"Traceback" not in answer, request
    assert _count(database) == before
    return statuses


def _count(database):
    return [
        database.query(f"SELECT count(*) FROM {table}")
        for table in (
            "rollout_sealed_answer",
            "rollout_spent_token",
            "rollout_sealed_reply",
            "rollout_sealed_note",
            "rollout_feedback",
            "rollout_log_item",
            "ir_attachment",
            "mail_message",
            "ir_logging",
        )
    ]
