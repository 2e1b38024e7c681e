from datetime import timedelta

from odoo import Command, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.week import local_day

from ..tools.standup import first_moment_utc

STANDUP_MINUTES = 15
# Hypercare ends on criteria, so the series is laid out for twice its usual time and cut at its end.
STANDUP_STRETCH = 2
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class RolloutPhase(models.Model):
    """The daily stand-up of a department: begins with its go-live, ends with its hypercare.

    Who takes part follows who leads, and who the champions are.
    """

    _inherit = "rollout.phase"

    standup_event_ids = fields.One2many("calendar.event", "rollout_phase_id", "Stand-ups", groups="base.group_user")
    standup_count = fields.Integer("Stand-ups to Come", compute="_compute_standup_count")

    def _compute_standup_count(self):
        is_to_come = Domain("start", ">", fields.Datetime.now())
        for phase, count in self._count_each(self.env["calendar.event"], "rollout_phase_id", is_to_come).items():
            phase.standup_count = count

    def action_view_standups(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("calendar.action_calendar_event")
        return {**action, "domain": [("rollout_phase_id", "=", self.id)], "context": {}}

    def _on_go_live(self):
        result = super()._on_go_live()
        self._plan_standups()
        return result

    def _set_stage(self, code):
        result = super()._set_stage(code)
        if code in ("stable", "cancelled"):
            self._end_standups()
        return result

    def _plan_standups(self):
        """Put a series of stand-ups into the calendar; Odoo sends one invitation for the series."""
        # Whoever takes a department live makes a meeting of the lead's, which may be private.
        events_sudo = self.env["calendar.event"].sudo()
        for phase in self:
            program = phase.program_id
            tz = program._get_timezone()
            until = phase.go_live_date + timedelta(days=STANDUP_STRETCH * program.hypercare_days)
            days = program._get_working_days(phase.go_live_date, until)
            start = first_moment_utc(days, program.standup_hour, tz, fields.Datetime.now())
            organizer = program._get_acting_lead() or self.env.user
            attendees = organizer.partner_id | phase._get_champion_contacts()
            if not program.standup_enabled or not start:
                continue
            weekdays = {day.weekday() for day in days}
            event_sudo = events_sudo.create(
                {
                    "name": self.with_context(lang=organizer.lang).env._("Stand-up: %s", phase.display_name),
                    "start": start,
                    "stop": start + timedelta(minutes=STANDUP_MINUTES),
                    "user_id": organizer.id,
                    "partner_ids": [Command.set(attendees.ids)],
                    "rollout_phase_id": phase.id,
                    "recurrency": True,
                    "rrule_type": "weekly",
                    "interval": 1,
                    "event_tz": tz,
                    "end_type": "end_date",
                    "until": until,
                    **{name: number in weekdays for number, name in enumerate(WEEKDAYS)},
                }
            )
            occurrences_sudo = event_sudo.recurrence_id.calendar_event_ids
            occurrences_sudo.filtered(lambda event, tz=tz, days=days: local_day(event.start, tz) not in days).unlink()

    def _end_standups(self):
        """Take the stand-ups still to come out of the calendar; those that were held stay."""
        coming_sudo = self._get_coming_standups()
        for recurrence_sudo, events_sudo in coming_sudo.grouped("recurrence_id").items():
            if recurrence_sudo:
                recurrence_sudo._stop_at(events_sudo[0])
        coming_sudo.exists().unlink()

    def _get_coming_standups(self):
        # They may be anybody's by now: somebody else may have taken over the series.
        events_sudo = self.env["calendar.event"].sudo()
        return events_sudo.search(
            [("rollout_phase_id", "in", self.ids), ("start", ">", fields.Datetime.now())], order="start"
        )

    def _replace_in_standups(self, gone, come, old_organizer=None, organizer=None):
        """Invite ``come`` to the stand-ups to come, and no longer ``gone``."""
        for phase in self:
            coming_sudo = phase._get_coming_standups()
            stay = phase._get_champion_contacts()
            for events_sudo in coming_sudo.grouped("recurrence_id").values():
                # A new organizer only of what the old one organizes: somebody else may have taken over the series.
                is_theirs = old_organizer and all(event.user_id == old_organizer for event in events_sudo)
                events_sudo._replace_people(gone - stay, come, organizer if is_theirs else None)

    def _on_champions_change(self, gone, come):
        result = super()._on_champions_change(gone, come)
        gone_contacts, come_contacts = self._get_contacts(gone), self._get_contacts(come)
        for phase in self.sudo():  # contacts of employees are HR's; who is invited is the program's business
            program = phase.program_id
            leaves = gone_contacts - program._get_standing_attendees() - phase._get_champion_contacts()
            phase._replace_in_standups(leaves, come_contacts)
            if program.review_with_champions and phase.stage_code == "live":
                others = program.phase_ids.filtered(lambda one, phase=phase: one != phase and one.stage_code == "live")
                reviews = self.env["rollout.review"]._get_coming(program)
                reviews._replace_attendees(leaves - others._get_champion_contacts(), come_contacts)
        return result
