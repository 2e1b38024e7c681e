import logging
from collections.abc import Callable
from datetime import timedelta

import psycopg2
import psycopg2.extensions

from odoo import api, fields, models
from odoo.exceptions import LockError

_logger = logging.getLogger(__name__)

# When a job looks again at what it left undone, also one that runs once a day.
RETRY = timedelta(minutes=10)
# How often a job begins anew whose view of the database is older than what another has just done.
_VIEWS = 5


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _run_isolated(self, batches, handle: Callable, failure: Callable, allow_referencing: bool = False):
        """Call ``handle`` for each batch of records, each in a transaction of its own that its turn begins.

        What somebody else is at work on, or what fails, holds up no other and is left for later.

        :param batches: recordsets, or one recordset whose records are handled one by one
        :param handle: gets those of a batch whose turn it is; whatever others did before is seen by it
        :param failure: ``batch -> str``, what the log says of one that failed; it reads no field
        :param allow_referencing: let others refer to the records meanwhile
        """
        self._commit_progress(remaining=sum(map(len, batches)))
        for batch in batches:
            taken, _result = self._attempt(batch, handle, failure(batch), allow_referencing)
            if taken != batch:
                self._retry_later()
            time_left = self._commit_progress(len(batch))
            # The next run begins with the same ones: what fails must not take all its time.
            if taken and not time_left:
                return

    @api.model
    def _run_batches(self, record, expected: int, handle: Callable, failure: str) -> bool:
        """Call ``handle`` until it has dealt with all it is to, each time in a transaction that a turn begins.

        If somebody else is at work on ``record``, or a batch fails, the rest is left for later.

        :param record: whose turn is taken, so that nobody else works at the same
        :param expected: the number that is part of the job's progress
        :param handle: deals with the next batch, and returns how many they were; none if nothing is left
        :param failure: what the log says of a batch that failed
        :return: whether the job has time to go on
        """
        while expected > 0:
            taken, handled = self._attempt(record, lambda _record: handle(), failure)
            if not taken:
                self._retry_later()
            time_left = self._commit_progress(handled or expected)
            if taken and not time_left:
                return False
            expected = expected - handled if handled else 0
        return True

    @api.model
    def _attempt(self, records, handle: Callable, failure: str, allow_referencing: bool = True) -> tuple:
        """Call ``handle`` with those of ``records`` whose turn it is; the caller has committed, and commits.

        :return: these records and what ``handle`` returned; no records and None if it failed
        """
        try:
            taken = self._take_turn_anew(records, allow_referencing)
            result = handle(taken) if taken else None
            self.env.flush_all()
        except (psycopg2.extensions.TransactionRollbackError, LockError):
            self.env.cr.rollback()
            _logger.info("%s: somebody else is at it, or has just been", failure)
        except Exception:  # one must not hold up the others
            self.env.cr.rollback()
            _logger.exception("%s", failure)
        else:
            return taken, result
        return records.browse(), None

    @api.model
    def _take_turn_anew(self, records, allow_referencing: bool):
        """Take the turn of ``records`` with a view of the database in which everything stands that others did."""
        for _view in range(_VIEWS - 1):
            try:
                return records._try_turn(allow_referencing)
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
        return records._try_turn(allow_referencing)

    @api.model
    def _retry_later(self):
        """Run the job at hand again a little later, for what is left undone now.

        The caller counts that as done: with something left and nothing done, Odoo would warn of the job, and
        start it again at once.
        """
        cron = self.browse(self.env.context.get("cron_id"))
        now = fields.Datetime.now()
        soon = [("cron_id", "=", cron.id), ("call_at", ">", now), ("call_at", "<=", now + RETRY)]
        if cron and not self.env["ir.cron.trigger"].search_count(soon, limit=1):
            cron._trigger(now + RETRY)
