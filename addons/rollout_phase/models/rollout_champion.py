from odoo import fields, models


class RolloutChampion(models.Model):
    """An employee whom colleagues ask, named for one phase."""

    _name = "rollout.champion"
    _description = "Rollout Champion"
    _rec_name = "employee_id"
    _check_company_auto = True

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    note = fields.Char("Known For", help="What colleagues ask this person about.")

    _employee_unique = models.UniqueIndex(
        "(phase_id, employee_id)", "This person is already a champion of this phase."
    )
