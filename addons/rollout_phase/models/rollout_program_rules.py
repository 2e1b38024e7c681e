from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.working_days import FORTNIGHT, WorkingRule, fortnight_start

# From what asks least of a department to what asks most.
ORDER_RULES = ("off", "day", "stable")

# How far from today public holidays are looked for, in case one was typed with a wrong year.
HOLIDAYS_WITHIN = timedelta(days=30 * 365)


class RolloutProgram(models.Model):
    """The rules by which a program paces its departments."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset(
        {
            "order_rule",
            "order_rule_day",
            "hypercare_days",
            "champion_minimum",
            "champion_time_minimum",
            "staff_per_champion",
        }
    )

    order_rule = fields.Selection(
        [
            ("off", "In any order"),
            ("stable", "In turn, once the earlier one has left hypercare"),
            ("day", "In turn, some days apart"),
        ],
        "Departments Go Live",
        required=True,
        tracking=True,
        # A month apart, four departments go live within the 3 to 6 months that a launch takes;
        # waiting for each other's hypercare (60 days), they would need eight.
        default="day",
        help="What must hold before the next department goes live. Departments go in the order of "
        "the list; those of the same rank go by their planned dates.",
    )
    order_rule_day = fields.Integer(
        "Days Apart",
        default=30,
        tracking=True,
        help="The next department may go live on this day of the earlier one.",
        aggregator=None,
    )
    hypercare_days = fields.Integer(
        "Hypercare",
        default=60,
        tracking=True,
        help="Days from go-live that hypercare usually takes. This is a hint: it ends once its exit criteria are met.",
        aggregator=None,
    )

    _order_rule_day_not_negative = models.Constraint(
        "CHECK (order_rule_day BETWEEN 0 AND 3650)",
        "The days between departments can't be negative, nor more than ten years.",
    )
    _hypercare_days_not_negative = models.Constraint(
        "CHECK (hypercare_days BETWEEN 0 AND 3650)", "Hypercare can't be negative, nor longer than ten years."
    )

    def write(self, vals):
        eased_by_program = {} if self.env.su else {program: program._find_eased_rules(vals) for program in self}
        result = super().write(vals)
        for program, eased in eased_by_program.items():
            if eased and program.sponsor_id != self.env.user:
                program._tell_of_easing(eased)
        return result

    def _find_eased_rules(self, vals) -> list[str]:
        """Return the rules by which ``vals`` asks less of the departments than until now.

        :raise AccessError: it would be asked less of a department that is live already, and the user isn't the sponsor
        """
        self.ensure_one()
        eased = [name for name, is_eased in self._get_easing().items() if name in vals and is_eased(vals[name] or 0)]
        # An archived department is held to its rules, too.
        live = self.with_context(active_test=False).phase_ids.filtered(lambda phase: phase.stage_code == "live")
        if live and self._get_exit_rules() & set(eased) and self.sponsor_id != self.env.user:
            raise AccessError(
                self.env._(
                    "“%(phase)s” is held to what was asked when it went live. Only the sponsor lets a check go, with a "
                    "reason, for one department.",
                    phase=live[0].display_name,
                )
            )
        return eased

    def _tell_of_easing(self, eased):
        """Let the sponsor sign anew what now asks less of the departments."""
        self.ensure_one()
        self._void_signatures()
        self._post_on_record(
            self.env._(
                "%(user)s asks less of the departments than before: %(rules)s. The sponsor is to sign anew.",
                user=self.env.user.name,
                rules=", ".join(self._fields[name]._description_string(self.env) for name in eased),
            ),
            partner_ids=self.sponsor_id.filtered(self._lets_in).partner_id.ids,
        )

    @api.model
    def _get_exit_rules(self) -> set[str]:
        """Return the rules that departments which are live are still to meet."""
        return set()

    def _get_easing(self) -> dict[str, Callable[[Any], bool]]:
        """Return, for each rule that departments are held to, what tells whether a new value asks less of them."""
        self.ensure_one()
        return {
            "order_rule": lambda new: new in ORDER_RULES[: ORDER_RULES.index(self.order_rule)] or not new,
            "order_rule_day": lambda new: new < self.order_rule_day,
            "champion_minimum": lambda new: new < self.champion_minimum,
            "staff_per_champion": lambda new: new > self.staff_per_champion,
        }

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
