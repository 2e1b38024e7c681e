from odoo import models


class ResPartner(models.Model):
    """A contact of the implementation partner's who leaves is invited no more."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "parent_id"} & vals.keys():
            self._leave_rollout_reviews()
        return result

    def _leave_rollout_reviews(self):
        """Let somebody else speak for the partner in the meetings to come."""
        # Whoever tidies contacts up need not see anything of the launch.
        programs_sudo = self.env["rollout.program"].sudo()
        domain = ["|", ("review_contact_ids", "in", self.ids), ("partner_id", "in", self.ids)]
        if programs_sudo := programs_sudo.with_context(active_test=False).search(domain):
            self.env["rollout.review"]._get_coming(programs_sudo)._replace_contacts_who_left()
