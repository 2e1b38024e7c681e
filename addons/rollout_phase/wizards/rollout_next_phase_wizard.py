from datetime import timedelta

from odoo import Command, api, fields, models

# How far a new department's rank is from that of the one before.
SEQUENCE_STEP = 10


class RolloutNextPhaseWizard(models.TransientModel):
    """Prepares the next department with what this one has learned."""

    _name = "rollout.next.phase.wizard"
    _description = "Next Phase"
    _inherit = ["rollout.dated.mixin", "rollout.wizard.mixin"]

    phase_id = fields.Many2one("rollout.phase", "Learn From", required=True)
    program_id = fields.Many2one(related="phase_id.program_id")
    company_id = fields.Many2one(related="phase_id.company_id")
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        compute="_compute_department_id",
        precompute=True,
        store=True,
        readonly=False,
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
    )
    planned_go_live = fields.Date("Planned Go-Live", compute="_compute_planned_go_live", store=True, readonly=False)

    @api.depends("phase_id")
    def _compute_department_id(self):
        for wizard in self:
            wizard.department_id = wizard.program_id.phase_ids.filtered(
                lambda phase, learned_from=wizard.phase_id: (
                    phase.stage_code == "preparing" and phase != learned_from and not phase.previous_phase_id
                )
            )[:1].department_id

    @api.depends("department_id")
    def _compute_planned_go_live(self):
        for wizard in self:
            start = wizard.phase_id.go_live_date or wizard.phase_id.planned_go_live
            planned = wizard._get_planned_phase().planned_go_live
            wizard.planned_go_live = planned or (start and wizard._propose_day(start))

    def _propose_day(self, start):
        """Return a good day for the department, as long after ``start`` as departments are apart."""
        program = self.program_id
        wanted = start + timedelta(days=program._get_days_between_departments())
        return program._propose_go_live(wanted, self.phase_id.sequence + SEQUENCE_STEP, program._get_go_live_days())

    def _get_planned_phase(self):
        """Return the phase which the department already has in the program, or an empty recordset."""
        return self.program_id.phase_ids.filtered(lambda phase: phase.department_id == self.department_id)

    def action_prepare(self):
        """Link the department's phase to the one it learns from; create it if it isn't planned."""
        self.ensure_one()
        self.program_id._wait_turn()
        values = {"previous_phase_id": self.phase_id.id, "planned_go_live": self.planned_go_live}
        phase = self._get_planned_phase()
        if phase:
            phase.write(values)
        else:
            phase = self.env["rollout.phase"].create(
                {
                    "program_id": self.program_id.id,
                    "department_id": self.department_id.id,
                    "sequence": self.phase_id.sequence + SEQUENCE_STEP,
                    **values,
                }
            )
        present = set(phase.gate_check_ids.mapped("name"))
        phase.gate_check_ids = [
            Command.create({"name": check.name, "mandatory": check.mandatory, "sequence": check.sequence})
            for check in self.phase_id.gate_check_ids
            if check.kind == "manual" and not check.key and check.name not in present
        ]
        phase._demand_checks(self.phase_id.gate_check_ids.filtered("is_demanded").mapped("name"))
        return {
            "type": "ir.actions.act_window",
            "res_model": "rollout.phase",
            "res_id": phase.id,
            "views": [(False, "form")],
        }
