from odoo import Command, models


class CalendarEvent(models.Model):
    """Meetings of the launch whose people change."""

    _inherit = "calendar.event"

    def _replace_people(self, gone, come, organizer=None):
        """Take ``gone`` out of these meetings and invite ``come``, with one mail for all meetings of a series."""
        for number, event in enumerate(self.sorted("start")):
            known = event.with_context(active_test=False).partner_ids
            values = {
                "partner_ids": [
                    *(Command.unlink(partner.id) for partner in gone & known),
                    *(Command.link(partner.id) for partner in come - known),
                ]
            }
            if organizer:
                values["user_id"] = organizer.id
            event.with_context(no_mail_to_attendees=bool(number)).write(values)

    def _call_off_for(self, contacts):
        """Delete the meeting, and let Odoo tell ``contacts`` that it doesn't take place for them."""
        self.ensure_one()
        template = self.env.ref("calendar.calendar_template_delete_event", raise_if_not_found=False)
        invited = contacts & self.partner_ids
        if template and invited:
            mail_id = template.send_mail(
                self.id,
                email_layout_xmlid="mail.mail_notification_light",
                email_values={"email_to": False, "recipient_ids": [Command.set(invited.ids)]},
            )
            # It would go with the meeting before it has left.
            self.env["mail.mail"].browse(mail_id).write({"model": False, "res_id": False})
        self.unlink()
