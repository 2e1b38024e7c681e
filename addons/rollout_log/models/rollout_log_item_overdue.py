from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from .rollout_log_item import OPEN_LOG_STATES


class RolloutLogItem(models.Model):
    """Items that have waited too long for a decision."""

    _inherit = "rollout.log.item"

    age_days = fields.Integer(
        "Age (Days)",
        compute="_compute_age",
        help="The days from coming in until the decision, or until today.",
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_age", search="_search_is_overdue")
    overdue_noticed = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody has been asked to decide.",
    )

    _waiting = models.Index("(open_since) WHERE active IS TRUE AND state IN ('new', 'in_progress')")

    @api.depends("open_since", "decided_on", "state", "program_id.log_overdue_days")
    def _compute_age(self):
        now = fields.Datetime.now()
        for item in self:
            since = item.open_since or now
            age = (item.decided_on or now) - since
            item.age_days = age.days
            item.is_overdue = item.state in OPEN_LOG_STATES and age >= timedelta(days=item.program_id.log_overdue_days)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        # Only the limits are read here; which items may be seen is for the items' own rules.
        programs_sudo = self.env["rollout.program"].sudo().with_context(active_test=False)
        overdue = Domain.OR(
            Domain("program_id", "in", program_ids) & Domain("open_since", "<=", now - timedelta(days=days))
            for days, program_ids in programs_sudo._read_group([], ["log_overdue_days"], ["id:array_agg"])
        )
        return Domain("state", "in", OPEN_LOG_STATES) & overdue

    def _forget_decision(self):
        # Waits anew, and may become overdue anew; who opens an item again can't set this.
        self.sudo().overdue_noticed = False
        return super()._forget_decision()

    def _follow_up(self):
        self.activity_unlink(["rollout_log.mail_activity_type_decide"])
        return super()._follow_up()

    @api.model
    def _cron_overdue(self, batch_size=100):
        """Ask the owner, or else the lead, once for a decision on each item that is overdue."""
        domain = Domain("is_overdue", "=", True) & Domain("overdue_noticed", "=", False)
        waiting = self.search(domain, order="open_since, id")
        self.env["ir.cron"]._run_isolated(
            [self.browse(ids) for ids in split_every(batch_size, waiting.ids)],
            lambda items: items.filtered_domain(domain)._ask_to_decide(),
            lambda items: f"Nobody could be asked to decide on {items}",
        )

    def _ask_to_decide(self) -> None:
        """Make one activity for each of ``self``, whose state nobody else changes meanwhile."""
        self.overdue_noticed = True
        self._ask("owner", "rollout_log.mail_activity_type_decide")
