from odoo import fields, models


class RolloutPhaseStage(models.Model):
    """The five fixed stages of a phase; a record each, so that the time spent in each is tracked.

    The code is what the suite relies on; only the wording may be changed.
    """

    _name = "rollout.phase.stage"
    _description = "Rollout Phase Stage"
    _inherit = ["rollout.shared.mixin"]
    _order = "sequence, id"

    # There is one set of stages for all companies.
    company_id = fields.Many2one(default=False, readonly=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        [
            ("preparing", "Preparing"),
            ("ready", "Ready"),
            ("live", "Live"),
            ("stable", "Stable"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded in Kanban")

    _code_unique = models.UniqueIndex("(code)", "There is one stage of each kind.")
