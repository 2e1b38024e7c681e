from datetime import date

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
    def _find_note_target(self, user) -> tuple:
        """Return the program, and the phase in launch, that a note of ``user`` goes to.

        Of several programs it is one in which their department is in launch, and then the newest
        that is under way. Leads and champions may send notes to a program of their company, also if they
        belong to no department in launch. Without a program both are empty.
        """
        # Who may send a note needn't be able to read programs and employees.
        programs_sudo = self.sudo().search(
            [("company_id", "parent_of", user._get_company_ids()), ("phase_ids.is_in_launch", "=", True)]
        )
        employees_sudo = self.env["hr.employee"].sudo().search([("user_id", "=", user.id)])
        has_role = user.has_group("rollout_phase.group_rollout_champion")
        found = []
        # Newest first; one without any date is newest of all in the database's order, but not here.
        for program_sudo in programs_sudo.sorted(
            lambda program: (program.date_start or date.min, program.id), reverse=True
        ):
            phase_sudo = program_sudo._find_phase_of(employees_sudo)
            if phase_sudo or has_role:
                found.append((not phase_sudo, program_sudo.state != "running", program_sudo, phase_sudo))
        # The first of equals is taken.
        *_rank, program_sudo, phase_sudo = min(
            found, key=lambda each: each[:2], default=(self.browse(), self.env["rollout.phase"])
        )
        return program_sudo, phase_sudo

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
