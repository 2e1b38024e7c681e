from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES

PEOPLE = frozenset({"lead_id", "sponsor_id", "partner_id", "review_contact_ids", "review_with_sponsor"})


class RolloutProgram(models.Model):
    """A change of partner, lead or sponsor: who is invited and told follows it, and what was said before doesn't."""

    _inherit = "rollout.program"

    unshared_count = fields.Integer(
        "Shown to an Earlier Partner",
        compute="_compute_unshared_count",
        groups="rollout_phase.group_rollout_lead",
        help="Open items that an earlier partner knows, and the present one doesn't.",
    )

    def _compute_unshared_count(self):
        counts = self._count_each(self.env["rollout.log.item"], "program_id", self._get_unshared_domain())
        for program, count in counts.items():
            program.unshared_count = count if program.partner_id else 0

    def _get_unshared_domain(self) -> Domain:
        return (
            Domain("program_id", "in", self.ids)
            & Domain("state", "in", OPEN_LOG_STATES)
            & Domain("shared_with_partner", "=", False)
            & Domain("shared_partner_ids", "!=", False)
        )

    def action_view_unshared(self):
        """Open the items among which the lead chooses what the present partner is to read."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_item_action")
        title = self.env._("Shown to an Earlier Partner")
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

    def write(self, vals):
        if not PEOPLE & vals.keys():
            return super().write(vals)
        # Whoever names somebody need not see all that follows from it.
        before = {program_sudo: program_sudo._note_people() for program_sudo in self.sudo()}
        result = super().write(vals)
        for program_sudo, old in before.items():
            program_sudo._follow_change_of_people(old)
        return result

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
                "hidden from %(new)s. Open “Shown to an Earlier Partner” on the program, and share again what %(new)s "
                "is to work on: they read the text for the partner and the decision, not the comments of before.",
                old=old.display_name,
                new=new.display_name,
            )
            return summary, note

        self._ask("lead", "mail.mail_activity_data_todo", prepare)

    @api.depends("partner_id", "review_contact_ids.active", "review_contact_ids.user_ids.active")
    def _compute_people_warning(self):
        return super()._compute_people_warning()

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
