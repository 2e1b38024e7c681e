from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class CalendarEvent(models.Model):
    """Meetings of the launch are changed only by those who may change the review or the department.

    In the calendar every employee may change every meeting, and whoever attends a review may get its minutes.
    """

    _inherit = "calendar.event"

    # Review and phase are copied with each occurrence, also if somebody changes the series later on.
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

    def _ensure_may_change(self):
        """
        :raise AccessError: one of these is a meeting of a review or department that the user may not change
        """
        if self.env.su:
            return
        # Of what a meeting is, is the same for everybody.
        events_sudo = self.sudo()
        for records_sudo in (events_sudo.rollout_review_id, events_sudo.rollout_phase_id):
            if records_sudo and not records_sudo.with_env(self.env).has_access("write"):
                raise AccessError(
                    self.env._(
                        "This is a meeting of the launch: a rollout lead changes it, and stand-ups the champions of "
                        "their department."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._ensure_may_change()
        return events

    def write(self, vals):
        self._ensure_may_change()
        self._check_meeting_years(vals)
        said = self._note_meetings()
        link = {"rollout_review_id", "rollout_phase_id"} & vals.keys()
        result = super().write(vals)
        if link:
            self._ensure_may_change()
        self._tell_reviews(said)
        return result

    def _check_meeting_years(self, vals):
        """
        :raise ValidationError: a meeting of the launch is moved to a year that can't be meant
        """
        # Whether a meeting is the launch's is the same for everybody.
        events_sudo = self.sudo()
        if events_sudo.rollout_review_id or events_sudo.rollout_phase_id:
            for name in {"start", "start_date", "stop", "stop_date"} & vals.keys():
                self.env["rollout.review"]._check_years({"start": vals[name]})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_launch(self):
        self._ensure_may_change()

    def action_sendmail(self):
        self._ensure_may_change()
        return super().action_sendmail()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._ensure_may_change()
        return super().message_subscribe(partner_ids, subtype_ids)

    def action_join_meeting(self, partner_id):
        # Odoo's page for it calls this with elevated rights, for whoever is logged in.
        if partner_id not in self.sudo().partner_ids.ids:
            self.sudo(False)._ensure_may_change()
        return super().action_join_meeting(partner_id)

    def _note_meetings(self) -> dict:
        """Return what the meetings of the reviews to come say, by meeting, for a comparison after a change."""
        return {
            event_sudo: (event_sudo.start, event_sudo.duration, event_sudo.partner_ids)
            for event_sudo in self.sudo()
            if event_sudo.rollout_review_id.state == "planned" and event_sudo.rollout_review_id.event_id == event_sudo
        }

    def _tell_reviews(self, said: dict) -> None:
        """Let the reviews follow what has changed in their meetings since ``said``.

        They don't follow a change that came some other way than by somebody who may change the review, such as
        by the synchronization of an attendee's own calendar.
        """
        for event_sudo, (start, duration, partners_sudo) in said.items():
            review_sudo = event_sudo.exists().rollout_review_id
            if not review_sudo.with_user(self.env.user).has_access("write"):
                continue
            if event_sudo.start != start and event_sudo.start < fields.Datetime.now():
                raise UserError(self.env._("A review isn't moved into the past: it takes place, or is cancelled."))
            review_sudo._ensure_may_attend(event_sudo.partner_ids - partners_sudo)
            commands = [
                *(Command.unlink(partner.id) for partner in partners_sudo - event_sudo.partner_ids),
                *(Command.link(partner.id) for partner in event_sudo.partner_ids - partners_sudo),
            ]
            values = {
                "start": event_sudo.start != start and event_sudo.start,
                "duration": event_sudo.duration != duration and event_sudo.duration,
                "attendee_ids": commands,
            }
            if values := {name: value for name, value in values.items() if value}:
                review_sudo.write(values)

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
            # A mail that belongs to the meeting would be deleted with it before it has left.
            self.env["mail.mail"].browse(mail_id).write({"model": False, "res_id": False})
        self.unlink()
