from odoo import fields, models
from odoo.exceptions import UserError

from .rollout_digest_section import MILESTONE


class RolloutProgram(models.Model):
    """The sponsor's mail at a milestone: whom it goes to, and how it looks beforehand."""

    _inherit = "rollout.program"

    digest_sponsor = fields.Boolean(help="Each week, and when a milestone has been read.")

    def _get_milestone_readers(self) -> dict:
        """Return whom a milestone is told to, as ``{program: readers}``."""
        # Nobody goes before the sponsor: whoever else there is needn't be looked for.
        candidates = {program: {} for program in self}
        self._add_user_readers(candidates)
        chosen = self._choose_readers(candidates)
        return {program: by_audience.get("sponsor", []) for program, by_audience in chosen.items()}

    def _get_audience_readers(self, audience):
        if audience == MILESTONE:
            return self._get_milestone_readers()[self]
        return super()._get_audience_readers(audience)

    def _get_latest_milestone(self):
        """Return the last milestone that has been read, as its reading; none if there is none yet."""
        self.ensure_one()
        return self.env["rollout.kpi.reading"].search(
            [("phase_id.program_id", "=", self.id), ("role", "=", "milestone"), ("state", "!=", "error")],
            order="due_date desc, id desc",
            limit=1,
        )

    def _prepare_digest_preview(self, audience):
        if audience == MILESTONE:
            reading = self._get_latest_milestone()
            return reading.phase_id._prepare_milestone_mail(reading.milestone_day) if reading else None
        return super()._prepare_digest_preview(audience)

    def _send_digest_test(self, audience):
        if audience == MILESTONE and not self._get_latest_milestone():
            raise UserError(self.env._("No milestone has been read yet."))
        return super()._send_digest_test(audience)
