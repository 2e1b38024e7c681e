from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.week import WEEKDAYS, iso_week, local_day, week_monday, weekly_moment_utc
from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES

# How many weeks may be off in a row.
WEEKS_AHEAD = 9
PEOPLE = frozenset({"lead_id", "sponsor_id", "partner_id", "review_contact_ids", "review_with_sponsor"})


class RolloutProgram(models.Model):
    """When a program meets its implementation partner, whom it meets, and what the partner may see of it."""

    _inherit = "rollout.program"

    review_enabled = fields.Boolean(
        "Plan Every Week",
        default=True,
        help="While the program runs, the next review stands in the calendar a week ahead.",
    )
    review_weekday = fields.Selection(
        WEEKDAYS,
        "Review Day",
        required=True,
        default="1",
    )
    review_hour = fields.Float("Review Time", default=10.0, help="In the program's time zone.", aggregator=None)
    review_duration = fields.Float(default=0.5, aggregator=None)
    review_with_sponsor = fields.Boolean("Invite the Sponsor")
    review_with_champions = fields.Boolean(
        "Invite Champions", default=True, help="Those of the departments that are live."
    )
    review_contact_ids = fields.Many2many(
        "res.partner",
        "rollout_program_review_contact_rel",
        string="Partner's Contacts",
        check_company=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Whom to invite of the partner's; the partner itself if nobody is named.",
    )
    standup_enabled = fields.Boolean(
        "Daily Stand-up",
        default=True,
        help="Every department that goes live gets 15 minutes in the calendar on each working day, for its "
        "champions and the lead, until its hypercare ends.",
    )
    standup_hour = fields.Float(
        "Stand-up Time",
        default=9.0,
        help="In the program's time zone.",
        aggregator=None,
    )
    review_ids = fields.One2many("rollout.review", "program_id", "Reviews")
    review_count = fields.Integer("Number of Reviews", compute="_compute_review_count")
    unshared_count = fields.Integer(
        "Shared with an Earlier Partner",
        compute="_compute_unshared_count",
        groups="rollout_phase.group_rollout_lead",
        help="Open items that an earlier partner knows, and the present one doesn't.",
    )

    _review_hour_in_day = models.Constraint(
        "CHECK (review_hour >= 0 AND review_hour < 24)", "The time must be between 0:00 and 23:59."
    )
    _review_duration_positive = models.Constraint(
        "CHECK (review_duration > 0 AND review_duration <= 8)", "A review takes some time, and less than a day."
    )
    _standup_hour_in_day = models.Constraint(
        "CHECK (standup_hour >= 0 AND standup_hour < 24)", "The time must be between 0:00 and 23:59."
    )

    @api.depends("review_ids")
    def _compute_review_count(self):
        for program, count in self._count_each(self.env["rollout.review"], "program_id").items():
            program.review_count = count

    def _compute_unshared_count(self):
        counts = self._count_each(self.env["rollout.log.item"], "program_id", self._get_unshared_domain())
        for program, count in counts.items():
            program.unshared_count = count if program.partner_id else 0

    @api.depends("partner_id", "review_contact_ids.active", "review_contact_ids.user_ids.active")
    def _compute_people_warning(self):
        return super()._compute_people_warning()

    def write(self, vals):
        if not PEOPLE & vals.keys():
            return super().write(vals)
        # Whoever names somebody need not see all that follows from it.
        before = {program_sudo: program_sudo._note_people() for program_sudo in self.sudo()}
        result = super().write(vals)
        for program_sudo, old in before.items():
            program_sudo._follow_change_of_people(old)
        return result

    def action_prepare_review(self):
        self.ensure_one()
        return self._prepare_review()._get_records_action()

    def action_view_reviews(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_review.rollout_review_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

    def action_view_unshared(self):
        """Open the items among which the lead chooses what the present partner is to read."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_item_action")
        title = self.env._("Shared with an Earlier Partner")
        return {
            **action,
            "name": title,
            "display_name": title,
            "views": [
                (self.env.ref("rollout_review.rollout_log_item_view_list_handover").id, "list"),
                (False, "form"),
            ],
            "domain": list(self._get_unshared_domain()),
            "context": {"default_program_id": self.id},
        }

    # When it meets.

    def _get_next_review_moment(self):
        """Return the next naive UTC moment of this program's weekly review.

        On a public holiday it moves to another day of its week; a week without any working day has no review.
        """
        self.ensure_one()
        tz, now = self._get_timezone(), fields.Datetime.now()
        rule = self._get_working_rule()
        usual = [
            week_monday(iso_week(local_day(now + timedelta(weeks=weeks), tz)))
            + timedelta(days=int(self.review_weekday))
            for weeks in range(WEEKS_AHEAD)
        ]
        days = [day for day in map(rule.avoid_holiday, usual) if day]
        moments = [weekly_moment_utc(iso_week(day), day.weekday(), self.review_hour, tz) for day in days]
        upcoming = [moment for moment in moments if moment > now]
        # Nobody is off for so long: then the holidays are wrong.
        return (
            upcoming[0]
            if upcoming
            else weekly_moment_utc(iso_week(usual[1]), int(self.review_weekday), self.review_hour, tz)
        )

    def _prepare_review(self):
        """Return the review of the next meeting, made if it is missing."""
        self.ensure_one()
        start = self._get_next_review_moment()
        week = iso_week(local_day(start, self._get_timezone()))
        self._wait_turn()
        reviews = self.env["rollout.review"]
        return reviews.search([("program_id", "=", self.id), ("week", "=", week)]) or reviews.create(
            {"program_id": self.id, "start": start}
        )

    # Whom it meets.

    def _get_partner_contacts(self, partner=None):
        """Return whom of the partner's the review concerns: those named who are still there, or else the partner.

        :param partner: an earlier partner of the program, if not the present one
        """
        self.ensure_one()
        partner = self.partner_id if partner is None else partner
        own = self.review_contact_ids.filtered(
            lambda contact: contact.commercial_partner_id == partner.commercial_partner_id and self._is_there(contact)
        )
        return own or partner.filtered(lambda contact: contact.active and not self._is_shut_out(contact))

    def _get_standing_attendees(self):
        """Return the contacts whom each review invites, beside champions."""
        sponsor = self.sponsor_id if self.review_with_sponsor else self.sponsor_id.browse()
        users = self._get_acting_lead() | sponsor.filtered(self._lets_in)
        # Whoever plans a meeting needn't see other people's contacts.
        return users.sudo().partner_id.sudo(self.env.su) | self._get_partner_contacts()

    def _is_there(self, contact) -> bool:
        """Tell whether a contact is to be written to: not archived, and let in with the login that they have or had."""
        # Who has a user is the same for everybody.
        contact_sudo = contact.sudo().with_context(active_test=False)
        users_sudo = contact_sudo.user_ids
        return (
            contact_sudo.active
            and (not users_sudo or any(users_sudo.mapped("active")))
            and not self._is_shut_out(contact)
        )

    def _is_shut_out(self, contact) -> bool:
        """Tell whether a contact works with Odoo, and may not enter the program's company."""
        # Who has a user is the same for everybody.
        users_sudo = contact.sudo().user_ids.filtered(lambda user: not user.share)
        return bool(users_sudo) and not any(map(self._lets_in, users_sudo))

    def _get_review_attendees(self):
        """Return the contacts whom a review invites."""
        attendees = self.env["res.partner"]
        for program in self:
            attendees |= program._get_standing_attendees()
            if program.review_with_champions:
                live = program.phase_ids.filtered(lambda phase: phase.stage_code == "live")
                attendees |= live._get_champion_contacts().filtered(program._is_there)
        return attendees

    def _get_people_findings(self):
        findings = super()._get_people_findings()
        program_sudo = self.sudo()
        named_sudo = program_sudo.with_context(active_test=False).review_contact_ids.filtered(
            lambda one: one.commercial_partner_id == program_sudo.partner_id.commercial_partner_id
        )
        if named_sudo and program_sudo.partner_id.active and not any(map(program_sudo._is_there, named_sudo)):
            findings.append(
                self.env._(
                    "%(contacts)s of %(partner)s can't be reached any more: agenda and minutes go to %(partner)s "
                    "itself until you name another contact.",
                    contacts=", ".join(named_sudo.mapped("name")),
                    partner=program_sudo.partner_id.name,
                )
            )
        return findings

    # What the partner may see.

    @api.model
    def _get_partner_portal_domain(self, user) -> Domain:
        """Return the domain of the programs whose implementation partner ``user`` belongs to.

        Portal users alone: an internal user has the log itself, or no business with it.
        """
        commercial = user.partner_id.commercial_partner_id
        if not user._is_portal() or not commercial:
            return Domain.FALSE
        return Domain("partner_id.commercial_partner_id", "=", commercial.id)

    def _get_own_partner_domain(self) -> Domain:
        """Return the domain of what was said to the program's present partner, by the record's ``partner_id``."""
        self.ensure_one()
        return Domain("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id)

    def _get_shared_scorecards(self):
        """Return the scorecards of the program's partner that it may see."""
        self.ensure_one()
        return self.scorecard_ids.filtered(
            lambda card: (
                card.share_scorecard and card.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
            )
        ).sorted("date")

    def _get_unshared_domain(self) -> Domain:
        return (
            Domain("program_id", "in", self.ids)
            & Domain("state", "in", OPEN_LOG_STATES)
            & Domain("shared_with_partner", "=", False)
            & Domain("shared_partner_ids", "!=", False)
        )

    # A change of partner, lead or sponsor: who is invited and told follows it, and what was said before doesn't.

    def _note_people(self) -> dict:
        """Return who the program's people are now, for a comparison after a change."""
        waiting = self.env["rollout.log.item"]
        if not self.partner_id:
            waiting = waiting.with_context(active_test=False).search(
                [("program_id", "=", self.id), ("shared_with_partner", "=", True), ("shared_partner_ids", "=", False)]
            )
        return {
            "lead": self.lead_id,
            "partner": self.partner_id,
            "invited": self._get_standing_attendees() | self.lead_id.partner_id,
            "waiting": waiting,
        }

    def _follow_change_of_people(self, old: dict):
        """Let meetings, followers and the log follow a change; called with elevated rights.

        :param old: what ``_note_people`` returned before it
        """
        self.ensure_one()
        now = self._get_standing_attendees()
        gone, come = old["invited"] - now, now - old["invited"]
        reviews = self.env["rollout.review"]._get_coming(self)
        new_lead = self._get_acting_lead() if self.lead_id != old["lead"] else None
        old_partner = old["partner"]
        if self.partner_id.commercial_partner_id != old_partner.commercial_partner_id:
            old["waiting"].shared_partner_ids = self.partner_id
            theirs = self._get_people_of(old_partner, reviews.attendee_ids) - now
            reviews._hand_to_new_partner(old_partner, gone | theirs, come)
            self._stop_following(old_partner)
            if old_partner and self.partner_id:
                self._ask_what_to_hand_over(old_partner)
        else:
            reviews._replace_attendees(gone, come)
        if new_lead:
            meetings = reviews.event_id.filtered(lambda event: event.user_id == old["lead"])
            meetings.user_id = new_lead
            self.phase_ids._replace_in_standups(old["lead"].partner_id, new_lead.partner_id, old["lead"], new_lead)

    def _get_people_of(self, partner, contacts):
        """Return those of ``contacts`` who belong to ``partner``, but aren't the company's own people as well."""
        return contacts.filtered(
            lambda contact: (
                partner
                and contact.commercial_partner_id == partner.commercial_partner_id
                and not contact.user_ids.filtered(self._lets_in)
            )
        )

    def _get_people_of_other_partners(self, contacts, partner):
        """Return those of ``contacts`` who were named for another partner than ``partner``."""
        self.ensure_one()
        named = self.with_context(active_test=False).review_contact_ids
        return (named & contacts).filtered(
            lambda contact: (
                contact.commercial_partner_id != partner.commercial_partner_id
                and not contact.user_ids.filtered(self._lets_in)
            )
        )

    def _stop_following(self, partner):
        """Let the people of a former partner follow nothing of the program any more."""
        self.ensure_one()
        if not partner:
            return
        program = self.with_context(active_test=False)
        items = self.env["rollout.log.item"].with_context(active_test=False)
        items = items.search([("program_id", "=", self.id)])
        for records in (self, program.phase_ids, program.review_ids, items):
            followers = self.env["mail.followers"].search(
                Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
            )
            theirs = self._get_people_of(partner, followers.partner_id)
            followers.filtered(lambda follower, theirs=theirs: follower.partner_id in theirs).unlink()

    def _get_followed_records(self, gone):
        reviews_sudo = self.sudo().with_context(active_test=False).review_ids
        return [*super()._get_followed_records(gone), reviews_sudo]

    def _ask_what_to_hand_over(self, old):
        """Ask the lead which items the new partner is to read, if the old one knew any."""
        self.ensure_one()
        if not self.env["rollout.log.item"].search_count(self._get_unshared_domain(), limit=1):
            return
        new = self.partner_id

        def prepare(lang):
            program = self.with_context(lang=lang)
            summary = program.env._("Choose what %s is to read", new.display_name)
            note = program.env._(
                "%(old)s is no longer the partner. The items, comments and minutes that were shared with them are "
                "hidden from %(new)s. Open “Shared with an Earlier Partner” on the program, and share again what "
                "%(new)s is to work on: they read the text for the partner and the decision, not the comments of "
                "before.",
                old=old.display_name,
                new=new.display_name,
            )
            return summary, note

        self._ask("lead", "mail.mail_activity_data_todo", prepare)
