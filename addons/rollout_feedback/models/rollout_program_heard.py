from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class RolloutProgram(models.Model):
    """You said, we did: what staff can read about what became of their answers."""

    _inherit = "rollout.program"

    heard_url = fields.Char(
        "You Said, We Did",
        compute="_compute_heard_url",
        groups="rollout_phase.group_rollout_champion",
        help="Whoever has this address can read what was heard and done, without a login.",
    )

    @api.depends("page_token")
    def _compute_heard_url(self):
        for program in self:
            program.heard_url = program._make_heard_url(program.page_token)

    def _make_heard_url(self, page_token: str) -> str:
        return f"{self.get_base_url()}/rollout/heard/{page_token}"

    def _get_heard(self, limit: int) -> list[dict]:
        """Return what was heard and done, the latest first, as far as a person made it public.

        :return: ``said`` and ``did`` in the team's words, ``decision`` (a label) and ``date``
        """
        self.ensure_one()
        items = self.env["rollout.log.item"]
        items.flush_model(["program_id", "active", "public_on", "public_summary", "public_answer", "state", "decision"])
        # Read with every page of thanks. Everybody may read what was made public, and only that.
        self.env.cr.execute(
            SQL(
                """SELECT %s AS public_summary, %s AS public_answer, item.decision, item.state, item.public_on
                     FROM rollout_log_item item
                    WHERE item.program_id = %s AND item.active IS TRUE AND item.public_on IS NOT NULL
                 ORDER BY item.public_on DESC, item.id DESC
                    LIMIT %s""",
                items._field_to_sql("item", "public_summary"),
                items._field_to_sql("item", "public_answer"),
                self.id,
                limit,
            )
        )
        return [self._prepare_heard(row) for row in self.env.cr.dictfetchall()]

    def _prepare_heard_page(self, limit: int) -> dict:
        """Hook: return what the page of thanks and the page behind ``heard_url`` show, as values of ``heard_list``."""
        return {"heard": self._get_heard(limit)}

    def _get_heard_lately(self, days: int) -> dict:
        """Return what was told in the last days, today included, as ``{program: entries}`` with an entry for each."""
        since = {program: program._get_today() - timedelta(days=days - 1) for program in self}
        # Everybody may read what was made public, and only that.
        items_sudo = self.env["rollout.log.item"].sudo()
        items_sudo = items_sudo.search_fetch(
            [("program_id", "in", self.ids), ("public_on", ">=", min(since.values(), default=False))],
            ["public_summary", "public_answer", "state", "decision", "public_on", "program_id"],
            order="public_on desc, id desc",
        )
        heard = {program: [] for program in self}
        for item_sudo in items_sudo:
            program = self.browse(item_sudo.program_id.id)
            if item_sudo.public_on >= since[program]:
                heard[program].append(self._prepare_heard(item_sudo))
        return heard

    @api.model
    def _prepare_heard(self, item) -> dict:
        """Return what a page or a mail says about ``item``, a record or a row of its values."""
        items = self.env["rollout.log.item"]
        states = dict(items._fields["state"]._description_selection(self.env))
        decisions = dict(items._fields["decision"]._description_selection(self.env))
        return {
            "said": item["public_summary"],
            "did": item["public_answer"],
            "decision": decisions.get(item["decision"]) or states[item["state"]],
            "date": item["public_on"],
        }
