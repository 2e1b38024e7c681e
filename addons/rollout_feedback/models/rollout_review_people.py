from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, is_html_empty, plaintext2html

from .rollout_review_minutes import AGENDA_PURPOSE


class RolloutReview(models.Model):
    """Who takes part in the meetings to come follows who the program's people are."""

    _inherit = "rollout.review"

    @api.model
    def _get_coming(self, programs):
        """Return the reviews of these programs that are planned and haven't begun, with elevated rights."""
        # Whoever names a lead or a partner need not be able to see every meeting.
        reviews_sudo = self.sudo()
        return reviews_sudo.search(
            Domain("program_id", "in", programs.ids)
            & Domain("state", "=", "planned")
            & Domain("start", ">", fields.Datetime.now())
        )

    def _replace_attendees(self, gone, come, organizer=None):
        """Invite ``come`` and no longer ``gone``; ``organizer`` is a user who runs the meetings from now on."""
        for review in self:
            gone_here = gone & review.attendee_ids.with_context(active_test=False)
            come_here = come - review.attendee_ids
            if not (gone_here or come_here or organizer):
                continue
            commands = [
                *(Command.unlink(partner.id) for partner in gone_here),
                *(Command.link(partner.id) for partner in come_here),
            ]
            review.attendee_ids = commands
            review.event_id._replace_people(gone_here, come_here, organizer)

    def _replace_contacts_who_left(self):
        """Invite those who lead, and who speak for the partner, now instead of those who aren't there any more."""
        for review_sudo in self.sudo():
            program_sudo = review_sudo.program_id
            attendees_sudo = review_sudo.with_context(active_test=False).attendee_ids
            standing_sudo = program_sudo._get_standing_attendees()
            gone_sudo = attendees_sudo.filtered(lambda one, program=program_sudo: not program._is_there(one))
            gone_sudo |= program_sudo._get_people_of_other_partners(attendees_sudo, review_sudo.partner_id)
            # The firm itself stands in only as long as none of its people is there.
            gone_sudo |= attendees_sudo & review_sudo.partner_id - standing_sudo
            if gone_sudo:
                organizer_sudo = review_sudo.event_id.user_id
                has_left = organizer_sudo and not program_sudo._lets_in(organizer_sudo)
                acting_sudo = program_sudo._get_acting_lead() if has_left else None
                review_sudo._replace_attendees(gone_sudo, standing_sudo, acting_sudo)

    def _hand_to_new_partner(self, old, gone, come):
        """Hold these meetings with the program's new partner, who learns nothing of what was meant for the old one.

        :param old: the partner until now, or none
        :param gone: contacts who don't take part any more; ``come`` do so instead
        """
        for review in self:
            review.partner_id = review.program_id.partner_id
            if not old:
                review._replace_attendees(gone, come)
                continue
            review._set_words_aside(old)
            # Another meeting in the calendar: the old one's address, call and discussion are known to the old partner.
            event = review.event_id
            review.attendee_ids = (review.attendee_ids - gone) | come
            review._recall_agenda(gone)
            if event:
                review.event_id = review._new_meeting(event)
                event._call_off_for(gone)

    def _recall_agenda(self, gone):
        """Cancel the agenda's mails to ``gone`` that haven't left yet."""
        mails = self._get_waiting_agendas()
        rows = mails.rollout_mailing_id.filtered(lambda row: row.res_model == gone._name and row.res_id in gone.ids)
        mails.filtered(lambda mail: mail.rollout_mailing_id in rows).cancel()

    def _take_back_agenda(self):
        """Delete the agenda's mails that haven't left yet: they are made anew, from what the agenda says then."""
        for review in self:
            mails = review._get_waiting_agendas()
            rows = mails.rollout_mailing_id
            mails.unlink()
            rows.unlink()

    def _get_waiting_agendas(self):
        self.ensure_one()
        return self.env["mail.mail"].search(
            Domain("rollout_mailing_id.program_id", "=", self.program_id.id)
            & Domain("rollout_mailing_id.purpose", "=", AGENDA_PURPOSE)
            & Domain("rollout_mailing_id.period", "=", self.week)
            & Domain("state", "in", ("outgoing", "exception"))
        )

    def _set_words_aside(self, old):
        """Keep what was prepared for the old partner as a note of the team's, and out of agenda and minutes."""
        self.ensure_one()
        texts = []
        for line in self.line_ids:
            new_text = (line.item_id.shared_with_partner and line.item_id.partner_summary) or False
            if line.partner_summary and line.partner_summary != new_text:
                if line.partner_summary != line.item_id.partner_summary:
                    texts.append(f"{line.name or line.display_name}: {line.partner_summary}")
                line.partner_summary = new_text
        if not is_html_empty(self.notes):
            texts.append(html2plaintext(self.notes))
            self.notes = False
        for action in self.action_ids:
            texts.append(f"{action.name} ({action.owner_id.name}, {action.date_deadline})")
        self.action_ids.unlink()
        if texts:
            heading = self.env._("Prepared for the meeting with %s, who is no longer the partner:", old.display_name)
            self.message_post(body=plaintext2html("\n".join([heading, *texts])))

    def _new_meeting(self, event):
        """Return a new meeting in the calendar in place of ``event``, for those who attend the review now."""
        organizer = event.user_id
        return self.env["calendar.event"].create(
            {
                "name": event.name,
                "start": event.start,
                "stop": event.start + timedelta(hours=event.duration),
                "user_id": organizer.id,
                "location": event.location,
                "partner_ids": [Command.set(self.attendee_ids.ids)],
                "res_model_id": event.res_model_id.id,
                "res_id": self.id,
                "rollout_review_id": self.id,
                "activity_ids": [Command.clear()],
            }
        )
