from odoo import models

MILESTONE = "milestone"


class RolloutProgram(models.Model):
    """The mail about a milestone, as a program's digests know it."""

    _inherit = "rollout.program"

    def _get_milestone_readers(self) -> dict:
        """Return whom a milestone is told to, as ``{program: readers}``."""
        return {program: by_audience.get("sponsor", []) for program, by_audience in self._get_digest_readers().items()}

    def _prepare_digest_preview(self, audience):
        if audience != MILESTONE:
            return super()._prepare_digest_preview(audience)
        reading = self.env["rollout.kpi.reading"].search(
            [("phase_id.program_id", "=", self.id), ("role", "=", "milestone"), ("state", "!=", "error")],
            order="due_date desc, id desc",
            limit=1,
        )
        return reading.phase_id._prepare_milestone_mail(reading.milestone_day) if reading else None
