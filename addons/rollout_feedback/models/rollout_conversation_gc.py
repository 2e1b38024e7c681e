from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

BATCH_SIZE = 1000


class RolloutConversation(models.Model):
    _inherit = "rollout.conversation"

    @api.autovacuum
    def _gc_conversations(self):
        """Delete notes out of their time: since they were closed, or last touched by somebody who has left.

        :return: how many notes went, and how many are left to go
        """
        domain = Domain.FALSE
        for days, programs in self.env["rollout.program"]._group_by_retention("conversation_retention_days"):
            limit = fields.Datetime.now() - timedelta(days=days)
            closed = Domain("closed_on", "<", limit.date())
            left = Domain("create_uid.active", "=", False) & Domain("write_date", "<", limit)
            domain |= Domain("program_id", "in", programs.ids) & (closed | left)
        expired = self.search(domain, limit=BATCH_SIZE)
        expired.unlink()
        return len(expired), self.search_count(domain)
