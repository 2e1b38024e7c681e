from odoo import models


class RolloutProgram(models.Model):
    _inherit = "rollout.program"

    def _prepare_log_origin(self, entry: dict) -> dict:
        """Return the values of a log item that say where its entry came from.

        :param entry: may have ``origin`` (one line), ``origin_url`` (a path in Odoo) and ``reporter_id``
            (the user who gave their name)
        """
        return {name: entry.get(name) or False for name in ("origin", "origin_url", "reporter_id")}
