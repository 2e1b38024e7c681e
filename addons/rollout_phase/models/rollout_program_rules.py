from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.working_days import FORTNIGHT, WorkingRule, fortnight_start

# How far from today public holidays are looked for, in case one was typed with a wrong year.
HOLIDAYS_WITHIN = timedelta(days=30 * 365)


class RolloutProgram(models.Model):
    """The rules by which a program paces its departments."""

    _inherit = "rollout.program"

    order_rule = fields.Selection(
        [
            ("off", "In any order"),
            ("stable", "In turn, once the earlier one has left hypercare"),
            ("day", "In turn, some days apart"),
        ],
        "Departments Go Live",
        required=True,
        # A month apart, four departments go live within the 3 to 6 months that a launch takes;
        # waiting for each other's hypercare (60 days), they would need eight.
        default="day",
        help="What must hold before the next department goes live. Departments go in the order of "
        "the list; those of the same rank go by their planned dates.",
    )
    order_rule_day = fields.Integer(
        "Days Apart",
        default=30,
        help="The next department may go live on this day of the earlier one.",
        aggregator=None,
    )
    freeze_days = fields.Integer(
        "Freeze",
        default=90,
        tracking=True,
        help="Days from go-live during which customization requests wait. On this day they are up for decision.",
        aggregator=None,
    )
    hypercare_days = fields.Integer(
        "Hypercare",
        default=60,
        help="Days from go-live that hypercare usually takes. This is a hint: it ends once its exit criteria are met.",
        aggregator=None,
    )

    _order_rule_day_not_negative = models.Constraint(
        "CHECK (order_rule_day >= 0)", "The days between departments can't be negative."
    )
    _freeze_days_not_negative = models.Constraint("CHECK (freeze_days >= 0)", "The freeze can't be negative.")
    _hypercare_days_not_negative = models.Constraint("CHECK (hypercare_days >= 0)", "Hypercare can't be negative.")

    def write(self, vals):
        if "freeze_days" in vals and not self.env.su:
            shortened = self.filtered(lambda program: program.freeze_days > (vals["freeze_days"] or 0))
            if shortened.phase_ids.filtered("is_frozen"):
                raise UserError(
                    self.env._(
                        "A freeze that is on isn't made shorter: the sponsor may grant exceptions to single requests."
                    )
                )
        return super().write(vals)

    def _get_working_days(self, start: date, end: date) -> set[date]:
        """Return the company's working days from ``start`` to ``end``, both included.

        Public holidays are off. A company without a working schedule works Monday to Friday.
        """
        self.ensure_one()
        # Everybody is to get the same answer, whatever they may see of schedules and holidays.
        company_sudo = self.company_id.sudo()
        calendar_sudo = company_sudo.resource_calendar_id
        days = {start + timedelta(days=n) for n in range((end - start).days + 1)}
        if not calendar_sudo:
            return {day for day in days if day.isoweekday() <= 5}
        tz = ZoneInfo(self._get_timezone())
        unusual = calendar_sudo._get_unusual_days(
            datetime.combine(start, time.min, tz),
            datetime.combine(end, time.max, tz),
            company_sudo,
        )
        return {day for day in days if not unusual[fields.Date.to_string(day)]}

    def _get_working_rule(self) -> WorkingRule:
        """Return the company's working days for all time, as far as its holidays are known.

        The same days as those of ``_get_working_days``, for whoever can't tell from when to when.
        """
        self.ensure_one()
        # As above.
        company_sudo = self.company_id.sudo()
        calendar_sudo = company_sudo.resource_calendar_id
        if not calendar_sudo:
            return WorkingRule([number % 7 < 5 for number in range(FORTNIGHT)], [])
        fortnight = self._get_working_fortnight(calendar_sudo)
        # As above.
        leaves_sudo = self.env["resource.calendar.leaves"].sudo()
        public = [
            ("resource_id", "=", False),
            ("calendar_id", "in", [False, calendar_sudo.id]),
            ("company_id", "in", [False, company_sudo.id]),
        ]
        [(first, last)] = leaves_sudo._read_group(public, [], ["date_from:min", "date_to:max"])
        today, days_off = fields.Date.today(), []
        if first:
            # In the schedule's time zone a holiday may begin on the day before, and end on the day after.
            first = max(first.date(), today - HOLIDAYS_WITHIN) - timedelta(days=1)
            last = min(last.date(), today + HOLIDAYS_WITHIN) + timedelta(days=1)
            regular = WorkingRule(fortnight, [])
            working = self._get_working_days(first, last)
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            days_off = [day for day in days if regular.is_worked(day) and day not in working]
        return WorkingRule(fortnight, days_off)

    def _get_working_fortnight(self, calendar) -> list[bool]:
        """Return whether each day of a fortnight is worked, holidays or not."""
        if calendar.flexible_hours:
            return [True] * FORTNIGHT
        tz = ZoneInfo(self._get_timezone())
        start = fortnight_start(fields.Date.today())
        end = start + timedelta(days=FORTNIGHT - 1)
        bounds = (datetime.combine(start, time.min, tz), datetime.combine(end, time.max, tz))
        worked = {begins.date() for begins, _ends, _record in calendar._attendance_intervals_batch(*bounds)[False]}
        return [start + timedelta(days=n) in worked for n in range(FORTNIGHT)]

    def _lets_next_go(self, phase) -> bool:
        """Tell whether ``phase`` has gone far enough for the next department's go-live."""
        if phase.stage_code == "stable":
            return True
        return self.order_rule == "day" and phase.stage_code == "live" and phase.day >= self.order_rule_day
