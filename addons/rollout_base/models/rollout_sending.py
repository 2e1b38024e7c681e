from datetime import datetime, timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL, hmac

# What the same person says in the same words within this time, and never after twice of it, is said once.
REPEAT_MINUTES = 10
_SCOPE = "rollout_base.sending"


class RolloutSending(models.Model):
    """Something that was sent and must count once, however often it is sent.

    A row has a digest and neither time nor author. That of a page without a login is made of the page's own random
    key, which is kept nowhere, and of what was typed: it leads to no person, no token and no answer. Two sendings at
    the same moment meet at the unique index: the second waits for the first, fails to serialize, is begun anew by
    the server, and finds that it is a repetition.
    """

    _name = "rollout.sending"
    _description = "Rollout Sending"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = None
    _log_access = False
    _rec_name = "digest"

    digest = fields.Char("Hash", required=True)
    old = fields.Boolean(help="It was there when old ones went the last time.")

    _once = models.UniqueIndex("(digest)")

    @api.model
    def _note_page(self, key: str, content: object) -> bool:
        """Note that a page was sent, and tell whether it is the first time that it is, with this content.

        :param key: made at random for this one page
        :param content: what was typed, with a repr of its own
        """
        return self._note([self._digest_page(key, content)])

    @api.model
    def _is_known_page(self, key: str, content: object) -> bool:
        """Tell whether a page was sent with this content before; notes nothing."""
        self.env.cr.execute(
            SQL("SELECT FROM rollout_sending WHERE digest = %s", self._digest_page(key, content)),
            log_exceptions=False,
        )
        return bool(self.env.cr.rowcount)

    @api.model
    def _digest_page(self, key: str, content: object) -> str:
        return sha256(f"{key}\n{content!r}".encode()).hexdigest()

    @api.model
    def _note_author(self, author, *said: object) -> bool:
        """Note what somebody known has said, and tell whether it is new, or else a repetition within minutes.

        :param author: a record
        :param said: to what, and in which words; each with a repr of its own
        """
        slot = (fields.Datetime.now() - datetime(1970, 1, 1)) // timedelta(minutes=REPEAT_MINUTES)
        # Each is noted for its own ten minutes and the next: of two that follow each other within ten, the second
        # meets the first, whenever the clock strikes. The signing key is a system parameter.
        return self._note(
            hmac(self.env(su=True), _SCOPE, repr((author._name, author.id, said, slot + later))) for later in (0, 1)
        )

    @api.model
    def _note(self, digests) -> bool:
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_sending (digest)
                   SELECT digest FROM unnest(%(digests)s) AS new (digest)
                    WHERE NOT EXISTS (SELECT FROM rollout_sending known WHERE known.digest = ANY(%(digests)s))
                       ON CONFLICT (digest) DO NOTHING""",
                digests=list(digests),
            ),
            log_exceptions=False,
        )
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_sendings(self):
        """Forget what the last run found old, and call the rest old: each is kept for a day or two.

        A page is taken for a day. Times would tell when somebody answered.
        """
        self.env.cr.execute("DELETE FROM rollout_sending WHERE old")
        self.env.cr.execute("UPDATE rollout_sending SET old = true")
        self.invalidate_model()
