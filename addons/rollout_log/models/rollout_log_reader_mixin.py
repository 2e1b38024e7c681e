from odoo import api, fields, models
from odoo.fields import Domain


class RolloutLogReaderMixin(models.AbstractModel):
    """Whether the launch that a record belongs to is the reader's, for record rules over many records.

    A path such as ``program_id.sponsor_id`` says the same, and joins each record with its program. What is asked here
    is answered once for all of them.
    """

    _name = "rollout.log.reader.mixin"
    _description = "Read by Who Has a Part in the Launch"

    # For record rules, which look with elevated rights; nobody else needs them.
    is_sponsor = fields.Boolean(
        "I Am the Sponsor", compute="_compute_part", search="_search_is_sponsor", groups="base.group_system"
    )
    is_champion = fields.Boolean(
        "I Am a Champion", compute="_compute_part", search="_search_is_champion", groups="base.group_system"
    )

    @api.depends("program_id.sponsor_id", "program_id.phase_ids.champion_ids.employee_id.user_id")
    @api.depends_context("uid")
    def _compute_part(self):
        # Asked by record rules, before it is known what the reader may see.
        for program_sudo, records in self.sudo().with_context(active_test=False).grouped("program_id").items():
            champions_sudo = program_sudo.phase_ids.champion_ids.employee_id.user_id
            records.is_sponsor = program_sudo.sponsor_id == self.env.user
            records.is_champion = self.env.user in champions_sudo

    @api.model
    def _search_is_sponsor(self, operator, value):
        return self._search_part("sponsor_id", operator, value)

    @api.model
    def _search_is_champion(self, operator, value):
        return self._search_part("phase_ids.champion_ids.employee_id.user_id", operator, value)

    def _search_part(self, path: str, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        # Asked by record rules, before it is known what the reader may see.
        programs_sudo = self.env["rollout.program"].sudo().with_context(active_test=False)
        return Domain("program_id", "any!", programs_sudo._search(Domain(path, "=", self.env.uid)))
