"""Mails that a scheduled action queued, queued again without a ledger; used inside Odoo, by odoo/*.py."""

import time

from odoo.tools import split_every

_WRITTEN = ["email_from", "email_to", "subject", "body_html", "headers", "auto_delete", "state"]


class BareQueue:
    """The same mails, committed in batches of the same size, and taken away between the rounds."""

    def __init__(self, env, batch_size):
        self._env = env
        self._batch_size = batch_size
        self._values = []

    def measure(self, work) -> tuple[float, int]:
        """Return the seconds and the queries that `work` takes."""
        self._env.invalidate_all()
        queries, start = self._env.cr.sql_log_count, time.perf_counter()
        work()
        return time.perf_counter() - start, self._env.cr.sql_log_count - queries

    def copy(self, domain) -> int:
        """Remember the mails that are in the queue, and return how many they are."""
        mails = self._env["mail.mail"].search(domain)
        self._values = [{name: mail[name] for name in _WRITTEN} for mail in mails]
        return len(mails)

    def queue(self):
        """Queue the mails that were remembered."""
        for batch in split_every(self._batch_size, self._values, list):
            self._env["mail.mail"].create(batch)
            self._env.cr.commit()

    def take_away(self):
        """Leave neither mails nor rows of the ledger, as if none had been queued."""
        cr = self._env.cr
        cr.execute("DELETE FROM mail_mail")
        cr.execute("DELETE FROM mail_message WHERE message_type = 'email_outgoing'")
        cr.execute("DELETE FROM rollout_mailing")
        cr.commit()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE mail_mail, mail_message, rollout_mailing")
        cr._cnx.autocommit = False
