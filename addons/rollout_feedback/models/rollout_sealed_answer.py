from odoo import api, fields, models
from odoo.tools import SQL


class RolloutSealedAnswer(models.Model):
    """An answer that waits for the end of its week. Nobody may read it: it has no access rights.

    It bears neither author nor time, and nothing that leads to the person or the token.
    """

    _name = "rollout.sealed.answer"
    _description = "Rollout Sealed Answer"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "wave_id.program_id"
    _log_access = False
    _is_personal = True

    wave_id = fields.Many2one("rollout.wave", "Weekly Form", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one("hr.department", ondelete="set null")
    payload = fields.Json(required=True, help="What was answered, by field.")

    _reply_digest_index = models.Index("((payload ->> 'reply_digest'))")

    def _to_answers(self) -> list[dict]:
        """Return the answers as ``tools/release.py`` takes them."""
        return [{**row.payload, "department_id": row.department_id.id or None} for row in self]

    @api.model
    def _has_reply_digest(self, reply_digest: str) -> bool:
        """Tell whether an answer with this digest still waits for the end of its week."""
        return bool(
            self.env.execute_query(
                SQL("SELECT 1 FROM rollout_sealed_answer WHERE payload ->> 'reply_digest' = %s LIMIT 1", reply_digest)
            )
        )
