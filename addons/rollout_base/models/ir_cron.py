import logging
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import psycopg2
import psycopg2.extensions

from odoo import api, fields, models
from odoo.exceptions import LockError

_logger = logging.getLogger(__name__)

# When a job looks again at what it left undone, also one that runs once a day.
RETRY = timedelta(minutes=10)
# How often a job begins anew whose view of the database is older than what another has just done.
_VIEWS = 5


class Step(NamedTuple):
    """A part of a job that stands or fails by itself.

    ``handle`` gets those of ``records`` whose turn it is. ``failure`` is what the log says if it fails. ``weight`` is
    how much of the job's progress the step is. With ``in_batches``, ``handle`` deals with some of it and returns how
    many they were, and is called until that is the whole weight, or none. With ``allow_referencing``, others may refer
    to the records meanwhile.
    """

    records: models.BaseModel
    handle: Callable
    failure: str
    weight: int = 1
    in_batches: bool = False
    allow_referencing: bool = True


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _run_isolated(self, batches, handle: Callable, failure: Callable, allow_referencing: bool = False):
        """Call ``handle`` for each batch of records: a step each, see ``_run_steps``.

        :param batches: recordsets, or one recordset whose records are handled one by one
        :param handle: gets those of a batch whose turn it is
        :param failure: ``batch -> str``, what the log says of one that failed; it reads no field
        :param allow_referencing: let others refer to the records meanwhile
        """
        self._run_steps(
            [Step(batch, handle, failure(batch), len(batch), allow_referencing=allow_referencing) for batch in batches]
        )

    @api.model
    def _run_steps(self, steps: list[Step]):
        """Take each step in a transaction of its own, which begins with the turn of its records.

        What others did before is seen by it. What somebody else is at work on, or what fails, holds up no other step
        and is left for later.
        """
        self._commit_progress(remaining=sum(step.weight for step in steps))
        for step in steps:
            left = step.weight
            while left > 0:
                taken, handled = self._attempt(step.records, step.handle, step.failure, step.allow_referencing)
                if taken != step.records:
                    self._retry_later()
                done = handled if step.in_batches and taken else left
                time_left = self._commit_progress(done or left)
                # The next run begins with the same ones: what fails must not take all its time.
                if taken and not time_left:
                    return
                left = left - done if done else 0

    @api.model
    def _attempt(self, records, handle: Callable, failure: str, allow_referencing: bool) -> tuple:
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
