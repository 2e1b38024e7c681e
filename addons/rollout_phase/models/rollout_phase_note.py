from odoo import fields, models


class RolloutPhaseNote(models.Model):
    """What is written down about a department in confidence.

    A record of its own, since everybody may read the phase: its rules hold for searches and exports
    as well. It is written through the phase's field, by whoever may change the phase.
    """

    _name = "rollout.phase.note"
    _description = "Rollout Phase Note"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "phase_id.program_id"
    _rec_name = "phase_id"

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    text = fields.Html("Confidential Notes")

    _phase_unique = models.UniqueIndex("(phase_id)", "This phase already has its notes.")
