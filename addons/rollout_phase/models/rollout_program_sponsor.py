from odoo import api, fields, models


class RolloutProgram(models.Model):
    """Who the sponsor is decides who overrides: a change of sponsor is told to both, and stays."""

    _inherit = "rollout.program"

    sponsor_warning = fields.Char(compute="_compute_sponsor_warning")

    @api.depends("sponsor_id", "lead_id")
    def _compute_sponsor_warning(self):
        for program in self:
            if program.sponsor_id and program.sponsor_id == program.lead_id:
                program.sponsor_warning = self.env._(
                    "%s is both sponsor and lead: whoever overrides the gate also asks for it. "
                    "Name a sponsor from leadership if you can.",
                    program.sponsor_id.name,
                )
            else:
                program.sponsor_warning = False

    def _has_able_sponsor(self) -> bool:
        """Tell whether there is a sponsor who can still sign in and see the program."""
        self.ensure_one()
        # Whether somebody else may sign in is judged alike for every reader.
        sponsor_sudo = self.sponsor_id.sudo()
        return bool(sponsor_sudo.active and not sponsor_sudo.share and self.company_id in sponsor_sudo.company_ids)

    def write(self, vals):
        before = {}
        if "sponsor_id" in vals:
            before = {program: program.sponsor_id for program in self}
        result = super().write(vals)
        for program, old in before.items():
            if program.sponsor_id != old:
                program._tell_change_of_sponsor(old)
        return result

    def _tell_change_of_sponsor(self, old):
        """Keep on record who was the sponsor until now, and write to both."""
        self.ensure_one()
        nobody = self.env._("nobody")
        self._post_on_record(
            self.env._(
                "Sponsor changed by %(user)s: %(old)s → %(new)s",
                user=self.env.user.name,
                old=old.name or nobody,
                new=self.sponsor_id.name or nobody,
            ),
            # Who has left needn't hear of it.
            partner_ids=(old.filtered(self._lets_in) | self.sponsor_id).partner_id.ids,
        )
