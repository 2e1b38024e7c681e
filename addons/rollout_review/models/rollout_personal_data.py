from odoo import api, models


class RolloutPersonalData(models.AbstractModel):
    """Where people met the partner, what was agreed there, and what was said to each other about the log."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        return {
            **super()._find(person),
            "comments": self._keep_decision(
                self.env._("Comments Between Partner and Team"),
                self._search_pointing(person, "rollout.log.comment", "author_id"),
            ),
            "reviews": self._keep_decision(
                self.env._("Reviews in Which They Took Part"),
                self._search_pointing(
                    person, "rollout.review", "attendee_ids", "present_ids", "closed_by_id", "partner_id"
                ),
            ),
            "actions": self._keep_decision(
                self.env._("Next Actions of Reviews"),
                self._search_pointing(person, "rollout.review.action", "owner_id"),
            ),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "comments": found["comments"].records.read(["body", "proposal", "create_date"], load=None),
            "reviews": found["reviews"].records.read(["start", "state"], load=None),
            "actions": found["actions"].records.read(["name", "date_deadline"], load=None),
        }

    @api.model
    def _get_program_roles(self):
        return [*super()._get_program_roles(), "review_contact_ids"]
