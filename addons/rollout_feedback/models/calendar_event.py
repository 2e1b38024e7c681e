from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    # Both are copied with each occurrence, also if somebody changes the series later on.
    rollout_review_id = fields.Many2one(
        "rollout.review",
        "Meeting of Review",
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )
    rollout_phase_id = fields.Many2one(
        "rollout.phase",
        "Stand-up of Phase",
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )
