from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_phase.tools.iso_week_field import IsoWeek


class RolloutSealedNote(models.Model):
    """A note without a name that waits to be opened together with others. Nobody may read it.

    It bears neither author nor time, only the week in which it must be opened at the latest. The
    entry for the log is in ``payload``, with the fields of a ``LogEntry``; that of a
    tap on a mood is ``{"mood": 1 to 5}``.
    """

    _name = "rollout.sealed.note"
    _description = "Rollout Sealed Note"
    _inherit = ["rollout.calendar.mixin"]
    _log_access = False
    _is_personal = True

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    phase_id = fields.Many2one("rollout.phase", index="btree_not_null", ondelete="set null")
    week = IsoWeek(required=True, help="The ISO week in which it came.")
    minimum_group = fields.Integer(help="What the people who sent it were promised.", aggregator=None)
    is_tap = fields.Boolean(help="Only a mood was tapped.")
    payload = fields.Json(required=True)

    @api.model
    def _seal(self, program, phase_id: int | None, payload: dict, is_tap: bool = False) -> None:
        """Keep a note. No user is asked who they are, and a failure logs nothing of it."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_sealed_note (program_id, phase_id, week, minimum_group, is_tap, payload)
                   VALUES (%s, %s, %s, %s, %s, %s)""",
                program.id,
                phase_id or None,
                program._get_feedback_week(),
                program.feedback_minimum_group,
                is_tap,
                Json(payload),
            ),
            log_exceptions=False,
        )

    @api.model
    def _count(self, phase_id: int, is_tap: bool) -> int:
        """Return how many notes of a phase wait."""
        self.env.cr.execute(
            SQL(
                "SELECT count(*) FROM rollout_sealed_note WHERE phase_id = %s AND is_tap = %s",
                phase_id,
                is_tap,
            )
        )
        return self.env.cr.fetchone()[0]
