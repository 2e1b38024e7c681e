"""What the answers of one run of the mail queue say together, without the ORM."""

from collections import Counter

from .smtp_answer import Answer

# So many equal refusals aren't so many wrong addresses, if they are most of what was tried …
_MANY = 5
# … or come one after the other.
_IN_A_ROW = 20


class DeliveryRun:
    """One run of the queue with one mail server: who was refused, and whether it is the server that refuses all.

    >>> quota = Answer("DataError", 550, "5.4.5", "Daily user sending limit exceeded")
    >>> gone = Answer("RecipientsRefused", 550, "5.1.1", "User unknown")
    >>> run = DeliveryRun()
    >>> for answer in [None] * 500 + [quota] * 5:
    ...     run.note(answer)
    >>> run.is_servers_fault
    True

    Some wrong addresses among others are just that; where nearly all are refused, the server is to blame:

    >>> run = DeliveryRun()
    >>> for answer in [None, gone] * 9 + [None] * 5 + [gone] * 4:
    ...     run.note(answer)
    >>> run.is_servers_fault
    False
    >>> run = DeliveryRun()
    >>> for answer in [None, gone, gone, gone, None, gone, gone]:
    ...     run.note(answer)
    >>> run.is_servers_fault
    True

    An answer of 4xx may be meant for each recipient, such as greylisting: each is tried.

    >>> run = DeliveryRun()
    >>> for _mail in range(30):
    ...     run.note(Answer("RecipientsRefused", 451, "4.7.1", "Greylisted"))
    >>> run.is_servers_fault
    False
    """

    def __init__(self, mail_ids=()):
        self.mail_ids = mail_ids
        self.refused = {}  # {id of a ledger row: the final answer}
        self.is_servers_fault = False
        self.answer = None  # the last one
        self._tried = 0
        self._counts = Counter()
        self._in_a_row = 0

    def note(self, answer: Answer | None):
        """Take in the answer to one mail; None if it was taken."""
        self._tried += 1
        self._in_a_row = self._in_a_row + 1 if answer and self.answer and answer.kind == self.answer.kind else 1
        self.answer = answer
        if not answer or answer.code < 500:
            return
        self._counts[answer.kind] += 1
        if answer.is_final:
            are_most = self._counts[answer.kind] >= _MANY and 2 * self._counts[answer.kind] > self._tried
        else:
            are_most = self._in_a_row >= _MANY
        self.is_servers_fault |= are_most or self._in_a_row >= _IN_A_ROW
