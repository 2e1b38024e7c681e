import psycopg2

from odoo import models
from odoo.exceptions import LockError
from odoo.tools import SQL

# How long a button waits for somebody else to be done; a batch of mails takes a few seconds.
PATIENCE_SECONDS = 10


class Base(models.AbstractModel):
    # No docstring: Odoo would keep it as what is known of every model, also when the addon has gone.
    #
    # Turns: whoever looks at what is there and adds what is missing does so one after the other.
    #
    # A lock alone isn't enough. A transaction sees what was committed when it began: one that gets the lock right
    # after somebody else was done may look at what was there before, and add the same again. So whoever takes a
    # turn counts it (``rollout.turn``), and who comes after with an older view fails to serialize, without a line in
    # the log. A scheduled action then looks anew (``ir.cron``), and the server runs a request anew by itself: both
    # find what the other has added.
    _inherit = "base"

    def _try_turn(self, allow_referencing: bool = True):
        """Take those of ``self`` that nobody else is at work on, until this transaction ends.

        :param allow_referencing: let others refer to these records meanwhile
        :return: the records that are taken
        :raise psycopg2.errors.SerializationFailure: this transaction began before somebody else's turn was over
        """
        ids = self._take_turn(SQL("SKIP LOCKED"), allow_referencing)
        return self.browse(id_ for id_ in self._ids if id_ in ids)

    def _wait_turn(self) -> None:
        """Take all of ``self`` until this transaction ends, once whoever is at work on them is done.

        :raise LockError: that takes too long; said as something to show
        :raise psycopg2.errors.SerializationFailure: somebody was at work on them; the server begins the request anew
        """
        self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", f"{PATIENCE_SECONDS}s"))
        try:
            self._take_turn(SQL(), allow_referencing=True)
        except psycopg2.errors.LockNotAvailable:
            raise LockError(
                self.env._("Somebody else is working on this right now. Please try again in a moment.")
            ) from None
        self.env.cr.execute("SET LOCAL lock_timeout TO DEFAULT")

    def _take_turn(self, patience: SQL, allow_referencing: bool) -> set[int]:
        ids = [id_ for id_ in self._ids if id_]
        if not ids:
            return set()
        self.env.cr.execute(
            SQL(
                """WITH taken AS MATERIALIZED (
                       SELECT id FROM %(table)s WHERE id = ANY(%(ids)s) ORDER BY id %(strength)s %(patience)s
                   ), counted AS (
                       INSERT INTO rollout_turn (res_model, res_id, count)
                       SELECT %(model)s, id, 1 FROM taken
                           ON CONFLICT (res_model, res_id) DO UPDATE SET count = rollout_turn.count + 1
                   )
                   SELECT id FROM taken""",
                table=SQL.identifier(self._table),
                ids=ids,
                strength=SQL("FOR NO KEY UPDATE") if allow_referencing else SQL("FOR UPDATE"),
                patience=patience,
                model=self._name,
            ),
            # Somebody else was faster: no fault, and said by nobody.
            log_exceptions=False,
        )
        return {id_ for (id_,) in self.env.cr.fetchall()}
