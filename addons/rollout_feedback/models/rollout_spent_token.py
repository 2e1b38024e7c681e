from odoo import api, fields, models
from odoo.tools import SQL


class RolloutSpentToken(models.Model):
    """A token with which somebody has answered, until its week is released.

    Only the digest is kept, and only of tokens that were used: no row tells who holds which.
    """

    _name = "rollout.spent.token"
    _description = "Rollout Spent Token"
    _log_access = False
    _rec_name = "digest"

    wave_id = fields.Many2one("rollout.wave", required=True, ondelete="cascade")
    digest = fields.Char(required=True)

    _once = models.UniqueIndex("(wave_id, digest)", "This link has been used.")

    @api.model
    def _spend(self, wave_id: int, digest: str) -> bool:
        """Note a token as used; False if it already was.

        Whoever comes second while the first is not yet committed waits, fails to serialize and is
        tried again by the server, then finds it used. That failure is no error to log, all the
        less since the log would show the digest.
        """
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_spent_token (wave_id, digest) VALUES (%s, %s)
                   ON CONFLICT (wave_id, digest) DO NOTHING RETURNING id""",
                wave_id,
                digest,
            ),
            log_exceptions=False,
        )
        return bool(self.env.cr.fetchall())
