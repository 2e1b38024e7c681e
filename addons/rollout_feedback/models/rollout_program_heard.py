from odoo import api, fields, models


class RolloutProgram(models.Model):
    """You said, we did: what staff can read about what became of their answers."""

    _inherit = "rollout.program"

    heard_url = fields.Char(
        "You Said, We Did",
        compute="_compute_heard_url",
        groups="rollout_phase.group_rollout_champion",
        help="Whoever has this address can read what was heard and done, without a login.",
    )

    @api.depends("access_token")
    def _compute_heard_url(self):
        for program in self:
            program.heard_url = f"{program.get_base_url()}/rollout/heard/{program.access_token}"

    def _get_heard(self, limit: int) -> list[dict]:
        """Return what was heard and done, the latest first, as far as a person made it public.

        :return: ``said`` and ``did`` in the team's words, ``decision`` (a label) and ``date``
        """
        self.ensure_one()
        items = self.env["rollout.log.item"]
        # Everybody may read what was made public, and only that.
        items_sudo = items.sudo().search_fetch(
            [("program_id", "=", self.id), ("public_on", "!=", False)],
            ["public_summary", "public_answer", "state", "decision", "public_on"],
            order="public_on desc, id desc",
            limit=limit,
        )
        states = dict(items._fields["state"]._description_selection(self.env))
        decisions = dict(items._fields["decision"]._description_selection(self.env))
        return [
            {
                "said": item.public_summary,
                "did": item.public_answer,
                "decision": decisions.get(item.decision) or states[item.state],
                "date": item.public_on,
            }
            for item in items_sudo
        ]
