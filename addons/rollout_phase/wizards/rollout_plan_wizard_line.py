from odoo import Command, fields, models


class RolloutPlanWizardLine(models.TransientModel):
    """One department to plan."""

    _name = "rollout.plan.wizard.line"
    _description = "Plan from the Playbook: Department"
    _inherit = ["rollout.dated.mixin", "rollout.wizard.mixin"]

    wizard_id = fields.Many2one("rollout.plan.wizard", required=True, ondelete="cascade")
    template_id = fields.Many2one("rollout.phase.template", "Playbook Page", required=True)
    department_id = fields.Many2one("hr.department")
    planned_go_live = fields.Date("Planned Go-Live")

    def _prepare_phase(self) -> dict:
        return {
            "program_id": self.wizard_id.program_id.id,
            "department_id": self.department_id.id,
            "sequence": self.template_id.sequence,
            "planned_go_live": self.planned_go_live,
            "app_ids": self.template_id.app_ids.ids,
            "gate_check_ids": [
                Command.create(
                    {
                        "name": check.name,
                        "mandatory": check.mandatory,
                        "sequence": 70 + number,
                    }
                )
                for number, check in enumerate(self.template_id.check_ids)
            ],
        }
