from datetime import timedelta

from lxml.html import fromstring

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import html2plaintext, is_html_empty, plaintext2html
from odoo.tools.mail import html_to_inner_content

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_base.tools.reader_dates import format_date, format_datetime, format_week
from odoo.addons.rollout_base.tools.week import iso_week, local_day
from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES

from ..tools.agenda import Entry, make_agenda

# What is changed in the calendar, as long as the meeting stands there.
MEETING_FIELDS = {"program_id", "start", "duration", "attendee_ids"}
MINUTES_PURPOSE = "rollout_review.review_minutes"
AGENDA_PURPOSE = "rollout_review.review_agenda"
AGENDA_HOURS = 24


class RolloutReview(models.Model):
    """The weekly meeting with the implementation partner: agenda, decisions, minutes.

    There is one per program and week. Once it is closed nothing in it changes.
    """

    _name = "rollout.review"
    _description = "Rollout Weekly Review"
    _inherit = ["rollout.calendar.mixin", "mail.thread", "rollout.asking.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"program_id"})
    _recorded_fields = frozenset({"state"})

    program_id = fields.Many2one(
        "rollout.program",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["rollout.program"]._get_only_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    # As long as the meeting is to come it is held with the program's partner: `_hand_to_new_partner` sees to that.
    partner_id = fields.Many2one(
        "res.partner",
        "With Partner",
        compute="_compute_partner_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The implementation partner with whom it is held, and the only one who can read it.",
    )
    week = IsoWeek(readonly=True, copy=False, help="The ISO week for which it was planned, such as 2026-W47.")
    state = fields.Selection(
        [("planned", "Planned"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="planned",
        index=True,
        copy=False,
        tracking=True,
    )
    event_id = fields.Many2one(
        "calendar.event", "Meeting", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    # Moment and attendees follow the meeting where somebody moves it who may change the review: calendar.event does it.
    start = fields.Datetime(
        compute="_compute_meeting", store=True, precompute=True, readonly=False, required=True, index=True
    )
    duration = fields.Float(compute="_compute_meeting", store=True, precompute=True, readonly=False)
    attendee_ids = fields.Many2many(
        "res.partner",
        "rollout_review_attendee_rel",
        string="Attendees",
        help="They get agenda and minutes. Who stands in the calendar's meeting alone gets neither.",
        compute="_compute_meeting",
        store=True,
        precompute=True,
        readonly=False,
    )
    present_ids = fields.Many2many(
        "res.partner",
        "rollout_review_present_rel",
        copy=False,
        domain="[('id', 'in', attendee_ids)]",
        help="Who took part. The minutes go to everybody who was invited.",
    )
    line_ids = fields.One2many("rollout.review.item", "review_id", "Agenda", copy=False)
    action_ids = fields.One2many("rollout.review.action", "review_id", "Next Actions", copy=False)
    notes = fields.Html("Remarks", copy=False, help="They stand in the minutes, which the partner reads, too.")
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    has_started = fields.Boolean(compute="_compute_has_started")
    item_count = fields.Integer("On the Agenda", compute="_compute_item_count")

    _week_unique = models.UniqueIndex("(program_id, week)", "There is one review per program and week.")
    _duration_positive = models.Constraint("CHECK (duration > 0)", "A meeting takes some time.")
    _duration_in_day = models.Constraint("CHECK (duration <= 24)", "A meeting takes a day at most.")

    @api.depends("program_id")
    def _compute_meeting(self):
        for review in self:
            program = review.program_id
            review.start = review.start or (program and program._get_next_review_moment())
            review.duration = review.duration or program.review_duration
            review.attendee_ids = review.attendee_ids or program._get_review_attendees()

    @api.depends("program_id")
    def _compute_partner_id(self):
        for review in self:
            review.partner_id = review.partner_id or review.program_id.partner_id

    @api.depends("start")
    def _compute_has_started(self):
        now = fields.Datetime.now()
        for review in self:
            review.has_started = bool(review.start) and review.start <= now

    @api.depends("line_ids")
    def _compute_item_count(self):
        for review, count in self._count_each(self.env["rollout.review.item"], "review_id").items():
            review.item_count = count

    @api.depends("program_id", "week")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            names = (self.env._("Review"), format_week(self.env, review.week), review.program_id.display_name)
            review.display_name = " · ".join(filter(None, names))

    @api.constrains("notes")
    def _check_notes(self):
        for review in self.filtered("notes"):
            hidden = [value for element in fromstring(review.notes).iter() for value in element.attrib.values()]
            review.program_id._check_own_words(html_to_inner_content(review.notes), *hidden)

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        for review in reviews:
            review._ensure_may_attend(review.attendee_ids)
        # Week, meeting and agenda are guarded against clients; super() has checked the right to create.
        reviews.sudo().program_id._wait_turn()
        for review_sudo in reviews.sudo():
            tz = review_sudo.program_id._get_timezone()
            # At once: the partner may change before this is written down.
            review_sudo.partner_id  # noqa: B018
            week = review_sudo.week or iso_week(local_day(review_sudo.start, tz))
            review_sudo._ensure_week_is_free(week)
            review_sudo.week = week
        reviews.sudo()._schedule_meeting()
        reviews._refresh_agenda()
        return reviews

    def write(self, vals):
        if not self.env.su:
            if any(not name.startswith(("message_", "activity_")) for name in vals):
                self._ensure_open()
            if MEETING_FIELDS & vals.keys() and self.filtered("event_id"):
                raise UserError(self.env._("Move the meeting in the calendar: everybody invited is told there."))
        result = super().write(vals)
        # Whoever lost their access since then doesn't stand in the way of what follows from another change.
        if not self.env.su and "attendee_ids" in vals:
            for review in self:
                review._ensure_may_attend(review.attendee_ids)
        return result

    def _ensure_week_is_free(self, week: str):
        """
        :raise UserError: the program has a review in this week
        """
        others = [("program_id", "=", self.program_id.id), ("week", "=", week), ("id", "!=", self.id)]
        if self.search_count(others, limit=1):
            raise UserError(self.env._("There is one review per program and week."))

    def _ensure_may_attend(self, contacts):
        """
        :raise ValidationError: one of ``contacts`` works with Odoo, and may not enter the program's company
        """
        if outside := contacts.filtered(self.program_id._is_shut_out)[:1]:
            raise ValidationError(
                self.env._(
                    "%(name)s may not enter %(company)s, and isn't invited to its reviews.",
                    name=outside.name,
                    company=self.company_id.name,
                )
            )

    def _ensure_open(self):
        """
        :raise UserError: one of the reviews is closed or cancelled
        """
        if done := self.filtered(lambda review: review.state != "planned"):
            raise UserError(self.env._("“%s” is over, and stays as it is.", done[0].display_name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.filtered(lambda review: review.state == "closed"):
            raise UserError(self.env._("A closed review is kept with its minutes."))
        self.line_ids._ensure_not_applied()

    def action_refresh_agenda(self):
        """Bring the agenda up to date, until the meeting starts.

        :raise UserError: it has started, or is over
        """
        self.check_access("write")
        self._wait_turn()
        self._ensure_open()
        now = fields.Datetime.now()
        if self.filtered(lambda review: review.start <= now):
            raise UserError(self.env._("The meeting has begun: its agenda stays as it was. Add what comes up by hand."))
        self._refresh_agenda()

    def action_cancel(self):
        """Call this week's review off, and let Odoo ask whether to tell the attendees."""
        self.ensure_one()
        self.check_access("write")
        self._wait_turn()
        self._ensure_open()
        # The state is guarded against clients; who may write the review has just been checked.
        self.sudo().state = "cancelled"
        if self.event_id and self.start > fields.Datetime.now():
            return self.event_id.action_unlink_event()
        return None

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
        # The state is guarded against clients; who may write the review has just been checked.
        self.sudo().write({"state": "closed", "closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid})
        self._queue_mails(MINUTES_PURPOSE)

    def action_open_meeting(self):
        self.ensure_one()
        return self.event_id._get_records_action()

    # The meeting in the calendar, and who is invited.

    @api.model
    def _cron_prepare_reviews(self):
        """Plan the next review of each running program that has somebody or something to talk about."""
        programs = self.env["rollout.program"].search([("review_enabled", "=", True), ("state", "=", "running")])
        week_by_program = {
            program: iso_week(local_day(program._get_next_review_moment(), program._get_timezone()))
            for program in programs
            if program.partner_id or program.open_log_count
        }
        planned = set(
            self._read_group(
                [("program_id", "in", programs.ids), ("week", "in", list(set(week_by_program.values())))],
                ["program_id", "week"],
            )
        )
        due = [program for program, week in week_by_program.items() if (program, week) not in planned]
        self.env["ir.cron"]._run_isolated(
            due,
            lambda program: program._prepare_review(),
            lambda program: f"The next review of program {program.id} could not be planned",
            allow_referencing=True,
        )

    def _schedule_meeting(self):
        """Put the reviews into the calendar; Odoo invites the attendees."""
        for review in self:
            organizer = review.program_id._get_acting_lead() or self.env.user
            review.event_id = review._new_meeting(
                name=self.with_context(lang=organizer.lang).env._("Weekly review: %s", review.program_id.name),
                start=review.start,
                stop=review.start + timedelta(hours=review.duration),
                user_id=organizer.id,
            )

    def _new_meeting(self, **values):
        """Return a new meeting in the calendar for those who attend the review now."""
        return self.env["calendar.event"].create(
            {
                **values,
                "partner_ids": [Command.set(self.attendee_ids.ids)],
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "rollout_review_id": self.id,
                # Without this Odoo would make an activity of each meeting, to be ticked off.
                "activity_ids": [Command.clear()],
            }
        )

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

    # A new partner, who learns nothing of what was meant for the old one.

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
                review.event_id = review._new_meeting(
                    name=event.name,
                    start=event.start,
                    stop=event.start + timedelta(hours=event.duration),
                    user_id=event.user_id.id,
                    location=event.location,
                )
                event._call_off_for(gone)

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

    # The agenda.

    def _refresh_agenda(self):
        """Make the agenda from the log as it stands now.

        What was added by hand or decided upon stays; what has been settled since then goes.
        """
        for review in self:
            items = self.env["rollout.log.item"].search(
                [("program_id", "=", review.program_id.id), ("state", "in", OPEN_LOG_STATES)]
            )
            since = review._get_previous_start()
            plan = make_agenda(
                Entry(
                    id=item.id,
                    critical=item.critical,
                    overdue=item.is_overdue,
                    blocked=item.blocked,
                    new=not since or item.create_date >= since,
                    minutes_lost=item.minutes_lost,
                    voices=item.voice_count,
                )
                for item in items
            )
            # What a line knows of its item is guarded against clients; who may refresh was checked.
            lines_sudo = review.sudo().line_ids
            touched_sudo = lines_sudo.filtered(lambda line: line._is_touched())
            touched_ids = set(touched_sudo.item_id.ids)
            plan = [(section, item_id) for section, item_id in plan if item_id not in touched_ids]
            line_by_item = {line.item_id.id: line for line in lines_sudo - touched_sudo}
            gone_ids = line_by_item.keys() - {item_id for _section, item_id in plan}
            lines_sudo.browse([line_by_item.pop(item_id).id for item_id in gone_ids]).unlink()
            new = []
            for number, (section, item_id) in enumerate(plan):
                position = {"section": section, "sequence": 10 * number}
                if line := line_by_item.get(item_id):
                    line.write(position)
                else:
                    new.append({"review_id": review.id, "item_id": item_id, **position})
            lines_sudo.browse([line.id for line in line_by_item.values()])._take_snapshot()
            lines_sudo.create(new)

    def _get_previous_start(self):
        """Return when the program's last closed review before this one began, if there is one."""
        self.ensure_one()
        domain = [("program_id", "=", self.program_id.id), ("state", "=", "closed"), ("start", "<", self.start)]
        return self.search(domain, limit=1).start

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

    # Agenda and minutes on paper: mailed to everybody who attends, each in their language. The partner's edition holds
    # the lines that are meant for the partner; the team's holds all, in the team's words, and goes to those who may
    # read the review. No edition holds what somebody answered in the form.

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
