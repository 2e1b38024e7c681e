from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from odoo.addons.rollout_phase.tools.reader_dates import format_date, format_datetime, format_week
from odoo.addons.rollout_phase.tools.week import local_day

MINUTES_PURPOSE = "rollout_review.review_minutes"
AGENDA_PURPOSE = "rollout_review.review_agenda"
AGENDA_HOURS = 24


class RolloutReview(models.Model):
    """Agenda and minutes on paper: mailed to everybody who attends, each in their language.

    The partner's edition holds the lines that are meant for the partner; the team's holds all,
    in the team's words, and goes to those who may read the review. No edition holds what somebody
    answered in the form.
    """

    _inherit = "rollout.review"

    def action_close(self):
        """Write the decisions to the log, plan the next actions, mail the minutes, for good.

        :raise UserError: the review is over or its day hasn't come, or a decision lacks its reason
        """
        self.ensure_one()
        self.check_access("write")
        self._wait_turn()
        self._ensure_open()
        day = local_day(self.start, self.program_id._get_timezone())
        if day > self.program_id._get_today():
            raise UserError(
                self.env._("The meeting is on %s: the review is closed once it was held.", format_date(self.env, day))
            )
        self.line_ids.filtered(lambda line: line.decision and not line.applied).action_apply_decision()
        self.action_ids._schedule_activities()
        # The state is guarded against clients; the right to write was checked above.
        self.sudo().write({"state": "closed", "closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid})
        self._queue_mails(MINUTES_PURPOSE)

    @api.model
    def _cron_send_agendas(self):
        """Bring the agendas of the next day's reviews up to date, and mail them once."""
        now = fields.Datetime.now()
        due = self.search(
            [("state", "=", "planned"), ("start", ">", now), ("start", "<=", now + timedelta(hours=AGENDA_HOURS))]
        )
        self.env["ir.cron"]._run_isolated(
            due,
            lambda review: review._send_agenda(),
            lambda review: f"The agenda of review {review.id} could not be sent",
            allow_referencing=True,
        )

    def _send_agenda(self):
        """Mail the agenda to those who don't have it yet. The caller holds the lock on the review."""
        self.ensure_one()
        self.invalidate_recordset(["state"])
        if self.state != "planned":
            return
        self._replace_contacts_who_left()
        recipients = self._get_recipients()
        # Once it is out, only people change it: what somebody struck off doesn't come back.
        if (
            self.env["rollout.mailing"]._get_pending(self.program_id, AGENDA_PURPOSE, self.week, recipients)
            == recipients
        ):
            self._refresh_agenda()
        self._queue_mails(AGENDA_PURPOSE)

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

    def _get_recipients(self):
        """Return who gets agenda and minutes: the review's attendees who are still there, and the partner in any case.

        Attendees are those whom the program has, and those whom somebody named who may change the review.
        """
        self.ensure_one()
        # The partner's contacts are read by whoever runs the review, whatever they see of contacts.
        review_sudo = self.sudo()
        program_sudo = review_sudo.program_id
        contacts_sudo = program_sudo._get_partner_contacts(review_sudo.partner_id)
        strangers_sudo = program_sudo._get_people_of_other_partners(review_sudo.attendee_ids, review_sudo.partner_id)
        return (review_sudo.attendee_ids - strangers_sudo).filtered(program_sudo._is_there) | contacts_sudo

    def _queue_mails(self, purpose: str) -> int:
        """Queue the agenda or the minutes to each recipient who doesn't have them yet."""
        self.ensure_one()
        program = self.program_id
        mail_by_edition = {}
        insiders = self._get_insiders()
        # Nobody writes the ledger and the outgoing mails by hand; who may send was checked.
        mailing_sudo = self.env["rollout.mailing"].sudo()

        def prepare(recipient):
            lang = mailing_sudo._choose_language(recipient.lang)
            edition = (lang, recipient not in insiders)
            if edition not in mail_by_edition:
                mail_by_edition[edition] = self.with_context(lang=lang)._render_mail(purpose, edition[1])
            subject, body = mail_by_edition[edition]
            return {"subject": subject, "body_html": body}

        return mailing_sudo._queue_once(
            program, purpose, self.week, self._get_recipients(), lambda recipient: recipient.email, prepare
        )

    def _get_insiders(self):
        """Return those recipients who get the team's edition: they may read the review, or would with a login."""
        recipients_sudo = self._get_recipients()
        readers_sudo = recipients_sudo.filtered(lambda partner: any(map(self._lets_read, partner.user_ids)))
        program_sudo = self.sudo().program_id
        champions_sudo = program_sudo.phase_ids._get_champion_contacts().filtered(lambda one: not one.user_ids)
        contacts_sudo = program_sudo._get_partner_contacts(self.sudo().partner_id)
        return (readers_sudo | (champions_sudo & recipients_sudo)) - contacts_sudo

    def _lets_read(self, user) -> bool:
        """Tell whether ``user`` may read the review, in whichever of their companies."""
        return self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).has_access("read")

    def _render_mail(self, purpose: str, for_partner: bool) -> tuple[str, str]:
        """Return subject and body of the agenda or the minutes, in the context's language."""
        values = self._prepare_minutes(for_partner)
        subject = (
            self.env._("Minutes: %(program)s, %(when)s", program=values["program"], when=values["day"])
            if purpose == MINUTES_PURPOSE
            else self.env._("Agenda: %(program)s, %(when)s", program=values["program"], when=values["when"])
        )
        body = self.env["ir.qweb"]._render(
            "rollout_review.review_mail",
            {**values, "is_minutes": purpose == MINUTES_PURPOSE, "title": subject, "lang": self.env.lang},
        )
        return subject, str(body)

    def _prepare_minutes(self, for_partner: bool) -> dict:
        """Return what agenda and minutes say, as plain values for a page or a mail.

        :param for_partner: only lines that are meant for the partner, in the words chosen for them
        """
        self.ensure_one()
        # Readers of the minutes need not be readers of the log; what may be shown is chosen here.
        review_sudo = self.sudo()
        program_sudo = review_sudo.program_id
        tz = program_sudo._get_timezone()
        lines_sudo = review_sudo.line_ids
        if for_partner:
            lines_sudo = lines_sudo.filtered("partner_summary")
        sections = dict(lines_sudo._fields["section"]._description_selection(self.env))
        shown = [review_sudo._prepare_line(line, for_partner) for line in lines_sudo]
        return {
            "program": program_sudo.name,
            "company": review_sudo.company_id.name,
            "state": review_sudo.state,
            "week": format_week(review_sudo.env, review_sudo.week),
            "when": format_datetime(self.env, review_sudo.start, tz=tz, dt_format="EEEE, d MMMM y, HH:mm"),
            "day": format_date(self.env, local_day(review_sudo.start, tz)),
            "present": review_sudo.present_ids.mapped("name"),
            "absent": (review_sudo.attendee_ids - review_sudo.present_ids).mapped("name"),
            "sections": [
                (label, [line for line in shown if line["section"] == code])
                for code, label in sections.items()
                if any(line["section"] == code for line in shown)
            ],
            "notes": False if is_html_empty(review_sudo.notes) else review_sudo.notes,
            "actions": [
                {
                    "name": action.name,
                    "owner": action.owner_id.name,
                    "until": format_date(self.env, action.date_deadline),
                }
                for action in review_sudo.action_ids
            ],
        }

    @api.model
    def _prepare_line(self, line, for_partner: bool) -> dict:
        """Return a line's values; an item without words of the team's is named by what it is."""
        kinds = dict(line._fields["kind"]._description_selection(self.env))
        facts = [kinds.get(line.kind), line.phase_id.name]
        if line.minutes_lost:
            facts.append(self.env._("%s min a week", round(line.minutes_lost)))
        if line.voice_count > 1:
            facts.append(self.env._("%s voices", line.voice_count))
        text = line.partner_summary if for_partner else line.partner_summary or line.wording
        return {
            "section": line.section,
            "text": text or self.env._("An item that stays with the team"),
            "facts": " · ".join(filter(None, facts)),
            "critical": line.critical,
            "blocked_reason": line.blocked_reason,
            "decision": dict(line._get_decisions()).get(line.decision),
            "reason": line.decision_reason,
        }
