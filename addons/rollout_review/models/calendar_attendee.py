from odoo import api, models


class CalendarAttendee(models.Model):
    """Whoever is invited to a meeting of the launch answers the invitation, and changes nothing else."""

    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.event_id._ensure_may_change()
        return attendees

    def write(self, vals):
        if not (vals.keys() <= {"state"} and self.partner_id <= self.env.user.partner_id):
            self.event_id._ensure_may_change()
        result = super().write(vals)
        if "event_id" in vals:
            self.event_id._ensure_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_launch(self):
        self.event_id._ensure_may_change()
