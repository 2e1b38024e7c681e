from odoo import api, models


class CalendarRecurrence(models.Model):
    """A series of the launch is changed by those who may change its meetings."""

    _inherit = "calendar.recurrence"

    def write(self, vals):
        (self.base_event_id | self.calendar_event_ids)._ensure_may_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_launch(self):
        (self.base_event_id | self.calendar_event_ids)._ensure_may_change()
