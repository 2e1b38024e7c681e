from secrets import SystemRandom

from odoo import api, fields, models

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek


class RolloutKioskTap(models.Model):
    """A mood tapped at a department's poster, shown when its week is over.

    These are other people than those who answer the weekly form, and the same person may tap
    twice: they count in none of the form's averages.
    """

    _name = "rollout.kiosk.tap"
    _description = "Rollout Mood at a Poster"
    _inherit = ["rollout.calendar.mixin"]
    _order = "week desc, id"
    _rec_name = "week"
    _log_access = False
    _is_personal = True

    phase_id = fields.Many2one("rollout.phase", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="phase_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    week = IsoWeek(required=True, readonly=True, help="The ISO week, such as 2026-W47.")
    mood = fields.Integer(aggregator="avg", readonly=True, help="From 1, very bad, to 5, very good.")

    @api.model
    def _release(self, notes, minimum: int, staff: dict[int, int]):
        """Keep the moods of a phase and week if there are enough of them; no others are ever shown.

        :param notes: sealed ones that are taps
        :param staff: people by phase id
        """
        groups = notes.filtered("phase_id").grouped(lambda note: (note.phase_id, note.week))
        values = [
            {"phase_id": phase.id, "week": week, "mood": note.payload["mood"]}
            for (phase, week), group in groups.items()
            if len(group) >= minimum <= staff.get(phase.id, 0)
            for note in group
        ]
        return self.create(SystemRandom().sample(values, len(values)))
