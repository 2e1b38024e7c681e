# To be dropped at the merge: the decision's own file brings these fields and this method.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .rollout_program import OPEN_LOG_STATES

OVERDUE_DAYS = 14


class RolloutLogItem(models.Model):
    _inherit = "rollout.log.item"

    decision = fields.Selection(
        [
            ("practice", "Settles with practice"),
            ("training", "Training"),
            ("configuration", "Configuration"),
            ("process_change", "Process change"),
            ("parked", "Parked"),
            ("wont_do", "Won't do"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    decision_reason = fields.Text("Reason", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")
    voice_count = fields.Integer("Voices", compute="_compute_voice_count", compute_sudo=True)

    @api.depends("state")
    def _compute_is_overdue(self):
        limit = fields.Datetime.now() - timedelta(days=OVERDUE_DAYS)
        for item in self:
            item.is_overdue = item.state in OPEN_LOG_STATES and bool(item.create_date) and item.create_date < limit

    @api.depends("feedback_ids")
    def _compute_voice_count(self):
        for item in self:
            item.voice_count = max(len(item.feedback_ids), 1)

    def _decide(self, decision: str, reason: str):
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why."))
        self.write(
            {
                "state": "decided",
                "decision": decision,
                "decision_reason": reason,
                "decided_on": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )
