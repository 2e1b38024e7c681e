from datetime import timedelta

from lxml.html import fromstring

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mail import html_to_inner_content

from odoo.addons.rollout_phase.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_phase.tools.reader_dates import format_week
from odoo.addons.rollout_phase.tools.week import iso_week, local_day

from ..tools.agenda import Entry, make_agenda
from .rollout_log_item import OPEN_LOG_STATES

# What is changed in the calendar, as long as the meeting stands there.
MEETING_FIELDS = {"program_id", "start", "duration", "attendee_ids"}


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
    # As long as the meeting is to come it is held with the program's partner, see rollout_review_people.
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
    # These follow the meeting where somebody moves it who may change the review, see calendar_event_launch.
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
    notes = fields.Html(copy=False, help="They stand in the minutes, which the partner reads, too.")
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

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        for review in reviews:
            review._ensure_may_attend(review.attendee_ids)
        # Week, meeting and agenda are guarded against clients; the right to create was checked above.
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

    @api.constrains("notes")
    def _check_notes(self):
        for review in self.filtered("notes"):
            hidden = [value for element in fromstring(review.notes).iter() for value in element.attrib.values()]
            review.program_id._check_own_words(html_to_inner_content(review.notes), *hidden)

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

    def _schedule_meeting(self):
        """Put the reviews into the calendar; Odoo invites the attendees."""
        for review in self:
            program = review.program_id
            organizer = program._get_acting_lead() or self.env.user
            review.event_id = self.env["calendar.event"].create(
                {
                    "name": self.with_context(lang=organizer.lang).env._("Weekly review: %s", program.name),
                    "start": review.start,
                    "stop": review.start + timedelta(hours=review.duration),
                    "user_id": organizer.id,
                    "partner_ids": [Command.set(review.attendee_ids.ids)],
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": review.id,
                    "rollout_review_id": review.id,
                    # Without this Odoo would make an activity of each meeting, to be ticked off.
                    "activity_ids": [Command.clear()],
                }
            )

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
        # The state is guarded against clients; the right to write was checked above.
        self.sudo().state = "cancelled"
        if self.event_id and self.start > fields.Datetime.now():
            return self.event_id.action_unlink_event()
        return None

    def action_open_meeting(self):
        self.ensure_one()
        return self.event_id._get_records_action()
