from odoo import api, fields, models
from odoo.tools import is_html_empty


class RolloutPhase(models.Model):
    """Notes for those who work on the phase."""

    _inherit = "rollout.phase"

    note_ids = fields.One2many("rollout.phase.note", "phase_id", "Confidential Notes", readonly=True, copy=False)
    note = fields.Html(
        "Notes",
        compute="_compute_note",
        inverse="_inverse_note",
        help="Champions, the lead and the sponsor read this. What everybody may learn from belongs to the lessons.",
    )

    @api.depends_context("uid")
    @api.depends("note_ids.text")
    def _compute_note(self):
        # Searched for with the reader's own rights.
        notes = self.env["rollout.phase.note"].search([("phase_id", "in", self.ids)])
        text_by_phase = {note.phase_id.id: note.text for note in notes}
        for phase in self:
            phase.note = text_by_phase.get(phase._origin.id, False)

    def _inverse_note(self):
        # Whoever may change the phase may change its notes, which are changed nowhere else.
        notes_sudo = self.env["rollout.phase.note"].sudo()
        self._wait_turn()
        for phase in self:
            note_sudo = notes_sudo.search([("phase_id", "=", phase.id)])
            if note_sudo:
                note_sudo.text = phase.note
            elif not is_html_empty(phase.note):
                notes_sudo.create({"phase_id": phase.id, "text": phase.note})
