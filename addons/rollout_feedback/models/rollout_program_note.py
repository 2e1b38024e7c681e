from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.notes import is_time, plan_notes


class RolloutProgram(models.Model):
    """Notes: what people send between two weekly forms, and when it is opened."""

    _inherit = "rollout.program"

    note_release_date = fields.Date(
        copy=False,
        readonly=True,
        groups="rollout_phase.group_rollout_lead",
        help="The last day on which the notes that waited were looked at.",
    )

    @api.model
    def _cron_release_notes(self):
        """Once a night, open the notes of each program where enough wait, or wait for long."""
        programs = self.search([("phase_ids", "!=", False)]).filtered(
            lambda program: program.note_release_date != program._get_today()
        )
        self.env["ir.cron"]._run_isolated(
            programs,
            lambda program: program.note_release_date != program._get_today() and program._release_notes(),
            lambda program: f"The notes of program {program.id} could not be opened",
            allow_referencing=True,
        )

    def _release_notes(self):
        """Make log items of the notes that may be opened now. The caller holds the lock."""
        self.ensure_one()
        self.note_release_date = self._get_today()
        week = self._get_feedback_week()
        notes = self.env["rollout.sealed.note"].search([("program_id", "=", self.id)])
        words = notes.filtered(lambda note: not note.is_tap)
        staff = {phase.id: len(people) for phase, people in self._get_staff_by_phase().items()}
        # A lower number than was promised to one of them applies when that one is gone.
        minimum = max([self.feedback_minimum_group, *notes.mapped("minimum_group")])
        if is_time(len(words), minimum, week, min(words.mapped("week"), default=None)):
            entries = [LogEntry(**{**note.payload, "phase_id": note.phase_id.id or None}) for note in words]
            self._log_intake(plan_notes(entries, minimum, staff))
            words.unlink()
        taps = (notes - words).filtered(lambda note: note.week < week)
        self.env["rollout.kiosk.tap"]._release(taps, minimum, staff)
        taps.unlink()
