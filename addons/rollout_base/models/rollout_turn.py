from odoo import api, fields, models
from odoo.tools import SQL


class RolloutTurn(models.Model):
    """How often a record was taken for work that only one may do at a time; see ``_try_turn``.

    The number itself is of no use to anybody: that its row was changed is what a transaction with an older view of
    the database fails at. The records themselves are not changed for that, since whoever is just editing one would
    fail as well.
    """

    _name = "rollout.turn"
    _description = "Rollout Turn"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = None
    _log_access = False
    _rec_name = "res_model"

    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, aggregator=None)
    count = fields.Integer("Turns", required=True, aggregator=None)

    _once = models.UniqueIndex("(res_model, res_id)")

    @api.autovacuum
    def _gc_turns(self):
        """Forget the turns of records that are gone: nobody takes those again."""
        for (model,) in self._read_group([], ["res_model"]):
            known = self.env.get(model)
            gone = SQL()
            if known is not None:
                gone = SQL(
                    "AND NOT EXISTS (SELECT FROM %s record WHERE record.id = rollout_turn.res_id)",
                    SQL.identifier(known._table),
                )
            self.env.cr.execute(SQL("DELETE FROM rollout_turn WHERE res_model = %s %s", model, gone))
        self.invalidate_model()
