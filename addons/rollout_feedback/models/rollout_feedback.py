from odoo import api, fields, models

from odoo.addons.rollout_log.models.rollout_log_item import KINDS
from odoo.addons.rollout_phase.tools.iso_week_field import IsoWeek


class RolloutFeedback(models.Model):
    """What a person answered in the weekly form, released when the week was over.

    Made by the release alone, in a random order; no user may change it.
    """

    _name = "rollout.feedback"
    _description = "Rollout Answer"
    _inherit = ["rollout.calendar.mixin"]
    _order = "week desc, id"
    _rec_name = "week"
    _is_personal = True

    wave_id = fields.Many2one("rollout.wave", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="wave_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    week = IsoWeek(related="wave_id.week", store=True)
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        ondelete="set null",
        help="Known only where enough people answered.",
    )
    mood = fields.Integer(aggregator="avg", help="From 1, very bad, to 5, very good.")
    workload = fields.Integer(aggregator="avg", help="From 1, very light, to 5, too much.")
    control = fields.Integer(
        "Say in Own Work", aggregator="avg", help="How much people could decide: from 1, none of it, to 5, all."
    )
    upstream = fields.Integer(
        "Received Work", aggregator="avg", help="How often it was right and complete: from 1, never, to 5, always."
    )
    manual_hours = fields.Float(
        aggregator="avg",
        help="Hours in the week for typing things twice or by hand.",
    )
    has_manual_hours = fields.Boolean("Hours Answered", readonly=True)
    kind = fields.Selection(KINDS)
    comment = fields.Text()
    sender_name = fields.Char("Name", help="Only if the person chose to give it.")

    @api.model
    def _release(self, wave, answers: list[dict]):
        """Create the answers of a wave, in the given order.

        What nobody answered is left out of the values and so becomes NULL, which no average
        counts; False or None would become 0.

        :param answers: as ``released`` by ``tools/release.py``
        """
        return self.create(
            [{**answer, "wave_id": wave.id, "has_manual_hours": "manual_hours" in answer} for answer in answers]
        )
