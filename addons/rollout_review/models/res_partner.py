from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A lead, a sponsor or a contact of the partner's who leaves is invited no more."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "parent_id"} & vals.keys():
            self._leave_rollout_reviews()
        return result

    def _leave_rollout_reviews(self):
        """Let somebody else take their place in the meetings to come."""
        # Whoever tidies contacts up need not see anything of the launch.
        programs_sudo = self.env["rollout.program"].sudo()
        domain = Domain.OR(
            Domain(path, "in", self.ids)
            for path in ("review_contact_ids", "partner_id", "lead_id.partner_id", "sponsor_id.partner_id")
        )
        if programs_sudo := programs_sudo.with_context(active_test=False).search(domain):
            self.env["rollout.review"]._get_coming(programs_sudo)._replace_contacts_who_left()
