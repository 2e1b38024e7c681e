from odoo import fields, models
from odoo.tools import SQL

from .rollout_log_item import DECISIONS, KINDS


class RolloutLogFlow(models.Model):
    """What came into the log and what was decided, as one row each: the two lines of one chart."""

    _name = "rollout.log.flow"
    _description = "Rollout Log Flow"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin", "rollout.log.reader.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "item_id"
    _depends = {
        "rollout.log.item": [
            "open_since",
            "decided_on",
            "active",
            "program_id",
            "company_id",
            "phase_id",
            "kind",
            "critical",
            "decision",
            "minutes_lost",
        ],
        "rollout.phase": ["department_id"],
    }
    _alike_by = {"minutes_lost": ("event",)}

    item_id = fields.Many2one("rollout.log.item", readonly=True)
    event = fields.Selection([("opened", "Came in"), ("decided", "Decided")], readonly=True)
    date = fields.Datetime(readonly=True)
    program_id = fields.Many2one("rollout.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    phase_id = fields.Many2one("rollout.phase", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    critical = fields.Boolean(readonly=True)
    decision = fields.Selection(DECISIONS, readonly=True)
    days_to_decide = fields.Integer(aggregator="avg", readonly=True)
    minutes_lost = fields.Float(digits=(16, 0), readonly=True)

    @property
    def _table_query(self):
        columns = SQL(
            """item.program_id, item.company_id, item.phase_id, phase.department_id, item.kind, item.critical,
               item.decision, item.minutes_lost"""
        )
        source = SQL("FROM rollout_log_item item LEFT JOIN rollout_phase phase ON phase.id = item.phase_id")
        return SQL(
            """SELECT item.id * 2 AS id, item.id AS item_id, 'opened' AS event, item.open_since AS date,
                      NULL::integer AS days_to_decide, %(columns)s
                 %(source)s
                WHERE item.active
            UNION ALL
               SELECT item.id * 2 + 1, item.id, 'decided', item.decided_on,
                      EXTRACT(day FROM item.decided_on - item.open_since)::integer, %(columns)s
                 %(source)s
                WHERE item.active AND item.decided_on IS NOT NULL""",
            columns=columns,
            source=source,
        )
