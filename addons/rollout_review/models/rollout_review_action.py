from odoo import api, fields, models


class RolloutReviewAction(models.Model):
    """What somebody is to do after a review; it becomes an activity when the review is closed."""

    _name = "rollout.review.action"
    _description = "Rollout Review Action"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "review_id.program_id"
    _order = "review_id, date_deadline, id"
    _owner_fields = frozenset({"review_id"})

    review_id = fields.Many2one("rollout.review", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    name = fields.Char("Action", required=True)
    owner_id = fields.Many2one("res.partner", required=True, ondelete="restrict", help="Who does it.")
    date_deadline = fields.Date("Deadline", required=True)

    @api.constrains("name")
    def _check_own_words(self):
        # One of a review that is over is refused for that, whatever it says.
        for action in self.filtered(lambda action: action.review_id.state == "planned"):
            action.review_id.program_id._check_own_words(action.name)

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._ensure_review_open()
        return actions

    def write(self, vals):
        self._ensure_review_open()
        result = super().write(vals)
        self._ensure_review_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        self._ensure_review_open()

    def _ensure_review_open(self):
        if not self.env.su:
            self.review_id._ensure_open()

    def _schedule_activities(self):
        """Put each action on its owner's list, or on the lead's where the owner has none in Odoo."""
        for action in self:
            # Who has a user in Odoo is the same for everybody.
            program = action.review_id.program_id
            user_sudo = action.owner_id.sudo().user_ids.filtered(program._lets_in)[:1]
            summary = action.name if user_sudo else f"{action.owner_id.name}: {action.name}"
            action.review_id._ask(
                "named" if user_sudo else "lead",
                "mail.mail_activity_data_todo",
                lambda _lang, summary=summary: (summary, ""),
                person=user_sudo,
                date_deadline=action.date_deadline,
            )
