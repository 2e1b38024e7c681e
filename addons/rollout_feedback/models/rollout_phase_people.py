from odoo import fields, models


class RolloutPhase(models.Model):
    """Who takes part in the stand-ups to come follows who leads, and who the champions are."""

    _inherit = "rollout.phase"

    def _get_coming_standups(self):
        # They may be anybody's by now, see _end_standups.
        events_sudo = self.env["calendar.event"].sudo()
        return events_sudo.search([("rollout_phase_id", "in", self.ids), ("start", ">", fields.Datetime.now())])

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
