import logging
from collections.abc import Callable
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

# When a job looks again at what it left undone, also one that runs once a day.
RETRY = timedelta(minutes=10)


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _run_isolated(self, batches, handle: Callable, failure: Callable, allow_referencing: bool = False):
        """Call ``handle`` for each batch of records, each in a transaction of its own that its lock begins.

        What somebody else has locked, or what fails, holds up no other and is left for later.

        :param batches: recordsets, or one recordset whose records are handled one by one
        :param handle: gets those of a batch that could be locked; they are read anew
        :param failure: ``batch -> str``, what the log says of one that failed
        :param allow_referencing: let others refer to the locked records meanwhile
        """
        self._commit_progress(remaining=sum(map(len, batches)))
        for batch in batches:
            locked = batch.try_lock_for_update(allow_referencing=allow_referencing)
            done = locked == batch
            if locked:
                try:
                    handle(locked)
                    self.env.flush_all()
                except Exception:
                    self.env.cr.rollback()
                    _logger.exception("%s", failure(batch))
                    done = False
            if not done:
                self._retry_later()
            if not self._commit_progress(len(batch)):
                return

    @api.model
    def _run_batches(self, record, expected: int, handle: Callable, failure: str) -> bool:
        """Call ``handle`` until it has dealt with all it is to, each time in a transaction that a lock begins.

        If ``record`` is locked by somebody else, or a batch fails, the rest is left for later.

        :param record: what is locked, so that nobody else works at the same
        :param expected: the number that is part of the job's progress
        :param handle: deals with the next batch, and returns how many they were
        :param failure: what the log says of a batch that failed
        :return: whether the job has time to go on
        """
        while expected > 0:
            handled = 0
            if record.try_lock_for_update(allow_referencing=True):
                try:
                    handled = handle()
                    self.env.flush_all()
                except Exception:
                    self.env.cr.rollback()
                    _logger.exception("%s", failure)
                    handled = 0
            if not handled:
                self._retry_later()
            if not self._commit_progress(handled or expected):
                return False
            expected = handled and expected - handled
        return True

    @api.model
    def _retry_later(self):
        """Run the job at hand again a little later, for what is left undone now.

        The caller counts that as done: with something left and nothing done, Odoo would warn of the job, and
        start it again at once.
        """
        for cron in self.browse(self.env.context.get("cron_id")):
            cron._trigger(fields.Datetime.now() + RETRY)
