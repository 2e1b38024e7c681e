from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_time, plaintext2html

from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.rollout_base.tools.week import iso_week, local_day, weekly_moment_utc

from ..tools.log_entry import LogEntry
from ..tools.timeline import axis_around
from ..tools.timing import HORIZON_DAYS, WINDOW_DAYS, first_good_day, months_around
from ..tools.working_days import FORTNIGHT, WorkingRule, fortnight_start
from ..tools.zone import choose_zone, first_zone, is_clock_of, is_known, same_clocks

# From what asks least of a department to what asks most.
ORDER_RULES = ("off", "day", "stable")
# How far from today public holidays are looked for, in case one was typed with a wrong year.
HOLIDAYS_WITHIN = timedelta(days=30 * 365)


class RolloutProgram(models.Model):
    """One company's launch: who stands behind it, and the departments that go live one by one."""

    _name = "rollout.program"
    _description = "Rollout Program"
    _inherit = [
        "rollout.calendar.mixin",
        "rollout.name.mixin",
        "mail.thread",
        "rollout.asking.mixin",
        "rollout.scheduler.mixin",
    ]
    _program_path = ""
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"company_id"})
    _named_within = "company_id"
    _asking_fields = frozenset({"lead_id", "sponsor_id", "company_id"})
    _recorded_fields = frozenset(
        {
            "name",
            "active",
            "lead_id",
            "partner_id",
            "order_rule",
            "order_rule_day",
            "hypercare_days",
            "champion_minimum",
            "champion_time_minimum",
            "staff_per_champion",
        }
    )

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    sponsor_id = fields.Many2one(
        "res.users",
        check_company=True,
        domain="[('share', '=', False)]",
        help="The member of leadership who signs the expectations and receives the digest.",
    )
    lead_id = fields.Many2one(
        "res.users",
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Runs the launch day by day.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Implementation Partner",
        tracking=True,
        check_company=True,
        help="The firm or consultant who implements Odoo with you.",
    )
    phase_ids = fields.One2many("rollout.phase", "program_id", "Phases")
    phase_count = fields.Integer(compute="_compute_phase_figures")
    live_phase_count = fields.Integer("Phases Live", compute="_compute_phase_figures")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        help="Follows from the stages of the phases.",
    )
    date_start = fields.Date("First Go-Live", compute="_compute_dates", store=True, help="The earliest go-live.")
    date_end = fields.Date("Last Go-Live", compute="_compute_dates", store=True, help="The latest go-live.")
    champion_minimum = fields.Integer(
        "Minimum Champions per Department",
        default=2,
        tracking=True,
        help="The least number of champions with whom a department may go live.",
        aggregator=None,
    )
    staff_per_champion = fields.Integer(
        default=15, tracking=True, help="A department needs one champion for this many people.", aggregator=None
    )
    champion_time_minimum = fields.Float(
        "Minimum Champion Time (%)",
        default=20,
        tracking=True,
        help="A champion with a smaller share of the week is flagged. A day of five is a convention.",
        aggregator=None,
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        compute="_compute_tz",
        inverse="_inverse_tz",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Days, weeks and hours of this program are counted here. Until you choose one, it is that of the "
        "company's working schedule, or else the only one of its country, or else the lead's.",
    )
    chosen_tz = fields.Selection(_tz_get, "Chosen Time Zone", copy=False)
    tz_warning = fields.Char("Time Zone Warning", compute="_compute_tz_warning")
    order_rule = fields.Selection(
        [
            ("off", "In any order"),
            ("stable", "In turn, once the earlier one has left hypercare"),
            ("day", "In turn, some days apart"),
        ],
        "Order of Go-Lives",
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
    # Made by our own template from dates and escaped names; a sanitizer would take its styles.
    timeline = fields.Html(compute="_compute_timeline", sanitize=False)

    _champion_minimum_positive = models.Constraint(
        "CHECK (champion_minimum > 0)", "A department needs at least one champion."
    )
    _staff_per_champion_positive = models.Constraint(
        "CHECK (staff_per_champion > 0)", "One champion must stand for at least one person."
    )
    _order_rule_day_not_negative = models.Constraint(
        "CHECK (order_rule_day BETWEEN 0 AND 3650)",
        "The days between departments can't be negative, nor more than ten years.",
    )
    _hypercare_days_not_negative = models.Constraint(
        "CHECK (hypercare_days BETWEEN 0 AND 3650)", "Hypercare can't be negative, nor longer than ten years."
    )

    @api.depends("phase_ids.stage_code")
    def _compute_phase_figures(self):
        counts = {
            (program.id, code): count
            for program, code, count in self.env["rollout.phase"]._read_group(
                [("program_id", "in", self.ids)], ["program_id", "stage_code"], ["__count"]
            )
        }
        for program in self:
            figures = {code: n for (program_id, code), n in counts.items() if program_id == program.id}
            program.phase_count = sum(figures.values())
            program.live_phase_count = figures.get("live", 0)

    @api.depends("phase_ids.stage_code")
    def _compute_state(self):
        for program in self:
            codes = set(program.phase_ids.mapped("stage_code"))
            if not codes or codes <= {"preparing", "ready"}:
                program.state = "planned"
            elif codes == {"cancelled"}:
                program.state = "cancelled"
            elif codes <= {"stable", "cancelled"}:
                program.state = "done"
            else:
                program.state = "running"

    @api.depends("phase_ids.planned_go_live", "phase_ids.go_live_date", "phase_ids.stage_code")
    def _compute_dates(self):
        for program in self:
            phases = program.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
            days = [day for p in phases if (day := p.go_live_date or p.planned_go_live)]
            program.date_start = min(days, default=False)
            program.date_end = max(days, default=False)

    @api.depends("chosen_tz", "company_id.resource_calendar_id.tz", "company_id.country_id", "lead_id.tz")
    def _compute_tz(self):
        now = fields.Datetime.now()
        for program in self:
            schedule_zone = program.company_id.resource_calendar_id.tz
            people_zones = [program.lead_id.tz, self.env.user.tz]
            program.tz = program.chosen_tz or choose_zone(
                schedule_zone, program._get_country_zones(), people_zones, now
            )

    def _inverse_tz(self):
        for program in self:
            program.chosen_tz = program.tz

    @api.depends("tz", "chosen_tz", "company_id.country_id", "lead_id.tz")
    def _compute_tz_warning(self):
        now = fields.Datetime.now()
        for program in self:
            zones = program._get_country_zones()
            lead_zone = first_zone(program.lead_id.tz, program.tz)
            if zones and not program.chosen_tz and not is_clock_of(program.tz, zones, now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in the time zone %(zone)s, where it is %(time)s now. No clock in "
                    "%(country)s shows that: choose the time zone on the page Settings.",
                    zone=program.tz,
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                    country=program.company_id.sudo().country_id.name,
                )
            elif not same_clocks(program.tz, lead_zone, now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in the time zone %(zone)s, where it is %(time)s now. For %(lead)s it "
                    "is %(lead_time)s, in %(lead_zone)s. If that isn't meant, choose the time zone on the page "
                    "Settings, or in the preferences of %(lead)s.",
                    zone=program.tz,
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                    lead=program.lead_id.name,
                    lead_time=format_time(self.env, now, tz=lead_zone, time_format="short"),
                    lead_zone=lead_zone,
                )
            elif not zones and not program.chosen_tz and same_clocks(program.tz, "UTC", now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in UTC, where it is %(time)s now, since nobody has said where this "
                    "is: choose the time zone on the page Settings.",
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                )
            else:
                program.tz_warning = False

    @api.depends(
        "hypercare_days",
        "phase_ids.name",
        "phase_ids.stage_code",
        "phase_ids.planned_go_live",
        "phase_ids.go_live_date",
    )
    def _compute_timeline(self):
        for program in self:
            values = program._prepare_timeline()
            program.timeline = self.env["ir.qweb"]._render("rollout_phase.timeline", values) if values else False

    @api.constrains("company_id")
    def _check_company_with_phases(self):
        for program in self:
            companies = program.phase_ids.department_id.company_id
            if not all(program.company_id._has_branch(company) for company in companies):
                raise ValidationError(
                    self.env._("“%s” has phases for departments of another company.", program.display_name)
                )

    @api.constrains("tz")
    def _check_tz(self):
        for program in self:
            if not is_known(program.tz):
                raise ValidationError(
                    self.env._("“%s” is no time zone that is known here: choose one from the list.", program.tz)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        for program in self:
            # What the user may not see is to be kept all the same.
            if program.sudo()._has_history():
                raise UserError(
                    self.env._("“%s” has a history, which is kept. Archive it instead.", program.display_name)
                )

    def write(self, vals):
        if not vals.get("active", True) and not self.env.su:
            for program in self:
                program.with_context(active_test=False).phase_ids.filtered("active")._refuse_to_leave_launch()
        eased_by_program = {} if self.env.su else {program: program._find_eased_rules(vals) for program in self}
        standing = self._get_standing(vals)
        result = super().write(vals)
        for program, eased in eased_by_program.items():
            if eased and program.sponsor_id != self.env.user:
                program._tell_of_easing(eased)
        self._follow_standing(standing)
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        names = [self.env._("%s (copy)", program.name) for program in self]
        return [{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)]

    def action_view_phases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_phase.rollout_phase_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

    # Who takes part: departments, their phases and their people.

    @api.model
    def _get_only_program(self):
        """Return the program of the user's company, if there is only one to choose from."""
        programs = self.search([("company_id", "parent_of", self.env.company.id)], limit=2)
        return programs if len(programs) == 1 else self.browse()

    def _get_phase_by_department(self) -> dict:
        """Return the phases that concern anybody, as ``{department id: phase}``."""
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return {phase.department_id.id: phase for phase in phases}

    @api.model
    def _find_nearest_phase(self, department, phase_by_department: dict):
        """Return the phase of ``department``, or else of the nearest department above it that has one."""
        path = [int(part) for part in (department.parent_path or "").split("/") if part]
        nearest = (phase_by_department[id_] for id_ in reversed(path) if id_ in phase_by_department)
        return next(nearest, self.env["rollout.phase"])

    def _find_phase_of(self, employees):
        """Return the phase in launch of this program to which the first of ``employees`` belongs, or none."""
        self.ensure_one()
        phase_by_department = self._get_phase_by_department()
        for employee in employees.filtered(lambda employee: self.company_id._has_branch(employee.company_id)):
            nearest = self._find_nearest_phase(employee.department_id, phase_by_department)
            if nearest.is_in_launch:
                return nearest
        return self.env["rollout.phase"]

    def _get_members_by_phase(self) -> dict:
        """Return the active employees of each phase's department, whatever company they work for.

        A department includes its sub-departments, except those that have a phase of their own in
        the same program: every employee counts once per program. Cancelled phases have no members.

        :return: ``{phase: hr.employee recordset}`` with an entry for each phase of ``self``
        """
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        # Who may see a phase may see how many people it concerns, without HR's access rights.
        departments_sudo = self.env["hr.department"].sudo().search([("id", "child_of", phases.department_id.ids)])
        # All of them at once, and of each no more than this: there may be ten thousand.
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search_fetch([("department_id", "in", departments_sudo.ids)], ["department_id", "company_id"])
        )
        employees_by_department = employees_sudo.grouped("department_id")
        result = {phase: employees_sudo.browse() for phase in self.phase_ids}
        for program in self:
            phase_by_department = program._get_phase_by_department()
            for department_sudo, employees in employees_by_department.items():
                if nearest := self._find_nearest_phase(department_sudo, phase_by_department):
                    result[nearest] |= employees
        return result

    def _get_staff_by_phase(self) -> dict:
        """Return the people whom each phase concerns: who of its members works for the company or a branch of it.

        :return: ``{phase: hr.employee recordset}`` with an entry for each phase of ``self``
        """
        result = {}
        for phase, members in self._get_members_by_phase().items():
            companies = members.company_id.filtered(phase.program_id.company_id._has_branch)
            result[phase] = members.filtered(lambda member, companies=companies: member.company_id in companies)
        return result

    def _get_staff_in_launch(self) -> dict:
        """Return those of whom the launch asks something each week, as ``{phase in launch: hr.employee recordset}``."""
        return {phase: staff for phase, staff in self._get_staff_by_phase().items() if phase.is_in_launch}

    # Days, weeks and hours, in the program's own time zone.

    def _get_country_zones(self) -> list[str]:
        """Return the names of the time zones of the company's country, none where it has no country."""
        self.ensure_one()
        # Where the company is, is no secret to who reads its program.
        country_sudo = self.company_id.sudo().country_id
        return pytz.country_timezones.get(country_sudo.code or "", [])

    def _get_timezone(self) -> str:
        """Return the name of the time zone in which this program's days and weeks are counted."""
        self.ensure_one()
        return self.tz

    def _get_today(self) -> date:
        """Return the current day in the program's time zone."""
        return local_day(fields.Datetime.now(), self._get_timezone())

    def _get_due_week(self, weekday: str, hour: float, tz: str | None = None) -> str | None:
        """Return the current ISO week if its weekly moment has come, such as Monday at eight.

        Only ever the current one: after a standstill nobody gets the mails of past weeks.

        :param weekday: a weekday field's value, "0" is Monday
        :param hour: local time as hours since midnight
        :param tz: where it is that weekday and hour, in the program's time zone if not given
        """
        self.ensure_one()
        tz = tz or self._get_timezone()
        now = fields.Datetime.now()
        week = iso_week(local_day(now, tz))
        moment = weekly_moment_utc(week, int(weekday), hour, tz)
        return week if now >= moment else None

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
        # Everybody is to get the same answer, whatever they may see of schedules and holidays.
        company_sudo = self.company_id.sudo()
        calendar_sudo = company_sudo.resource_calendar_id
        if not calendar_sudo:
            return WorkingRule([number % 7 < 5 for number in range(FORTNIGHT)], [])
        fortnight = self._get_working_fortnight(calendar_sudo)
        # Public holidays are no secret.
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

    # The rules by which a program paces its departments, and days for a go-live that these rules accept.

    def _lets_next_go(self, phase) -> bool:
        """Tell whether ``phase`` has gone far enough for the next department's go-live."""
        if phase.stage_code == "stable":
            return True
        return self.order_rule == "day" and phase.stage_code == "live" and phase.day >= self.order_rule_day

    def _get_easing(self) -> dict[str, Callable[[Any], bool]]:
        """Return, for each rule that departments are held to, what tells whether a new value asks less of them."""
        self.ensure_one()
        return {
            "order_rule": lambda new: new in ORDER_RULES[: ORDER_RULES.index(self.order_rule)] or not new,
            "order_rule_day": lambda new: new < self.order_rule_day,
            "champion_minimum": lambda new: new < self.champion_minimum,
            "staff_per_champion": lambda new: new > self.staff_per_champion,
        }

    @api.model
    def _get_exit_rules(self) -> set[str]:
        """Return the rules that departments which are live are still to meet."""
        return set()

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
                    "“%(phase)s” is held to what was asked when it went live. Only the sponsor can waive a check, with "
                    "a reason, for one department.",
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

    def _propose_go_live(self, wanted: date, sequence: int, others: Iterable[tuple[int, date]]) -> date | None:
        """Return the first good day for a go-live from ``wanted`` on, and not before today.

        It is a working day, away from month ends, and as far from the other departments as they may share helpers
        and as their order asks for. Where a schedule has no day away from month ends, another working day is taken.

        :param sequence: the department's rank in the order of the phases
        :param others: rank and day of the other departments: see ``_get_go_live_days``
        :return: None if nobody works within a year
        """
        self.ensure_one()
        others = list(others)
        gap = max(WINDOW_DAYS, self._get_days_between_departments())
        in_turn = self.order_rule != "off"
        before = [day + timedelta(gap) for rank, day in others if rank < sequence and in_turn]
        earliest = max([wanted, self._get_today(), *before])
        # Where the next department is planned too early for any day, its own check says so.
        latest = min((day - timedelta(gap) for rank, day in others if rank > sequence and in_turn), default=date.max)
        taken = [(day, gap if in_turn and rank == sequence else WINDOW_DAYS) for rank, day in others]
        working_days = self._get_working_days(*months_around([earliest, earliest + timedelta(HORIZON_DAYS)]))
        return first_good_day(earliest, latest, working_days, taken)

    def _get_days_between_departments(self) -> int:
        """Return how many days after a department the next one may go live, as far as it can be foreseen."""
        return {"off": 0, "stable": self.hypercare_days, "day": self.order_rule_day}[self.order_rule]

    def _get_go_live_days(self) -> list[tuple[int, date]]:
        """Return rank and day of each phase that has gone live or is planned to."""
        phases = self.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return [(phase.sequence, day) for phase in phases if (day := phase.go_live_date or phase.planned_go_live)]

    def _prepare_timeline(self) -> dict:
        """Return what the template draws, empty without any date.

        Each row has the phase, the left edge of its planned and real go-lives, and, by the names of
        :meth:`_get_timeline_spans`, left edge and width of each bar, all in percent.
        """
        self.ensure_one()
        phases = self.phase_ids.filtered(
            lambda p: p.stage_code != "cancelled" and (p.planned_go_live or p.go_live_date)
        )
        today = self._get_today()
        spans = self._get_timeline_spans()
        days = {today}
        for phase in phases:
            start = phase.go_live_date or phase.planned_go_live
            days |= {start, start + timedelta(days=max(spans.values()))}
            days |= {phase.planned_go_live} - {False}
        if not phases:
            return {}
        axis = axis_around(days)
        rows = []
        for phase in phases:
            start = phase.go_live_date or phase.planned_go_live
            rows.append(
                {
                    "phase": phase,
                    "real": bool(phase.go_live_date),
                    "start": axis.at(start),
                    "planned": phase.planned_go_live and axis.at(phase.planned_go_live),
                    **{name: axis.bar(start, start + timedelta(days=length)) for name, length in spans.items()},
                }
            )
        return {"rows": rows, "months": axis.months(), "today": axis.at(today)}

    def _get_timeline_spans(self) -> dict[str, int]:
        """Return for how many days from each go-live a bar is drawn, by the name that the template has for it."""
        self.ensure_one()
        return {"hypercare": self.hypercare_days}

    # What other addons hang in here.

    def _has_history(self) -> bool:
        """Hook: tell whether something would vanish with this program that is to be kept.

        An addon whose records vanish with their program extends this. Called with elevated rights,
        on one program.
        """
        return bool(self.env["rollout.mailing"].search_count([("program_id", "=", self.id)], limit=1))

    @api.model
    def _group_by_retention(self, setting: str) -> list[tuple]:
        """Return pairs of a number and the programs that have it in this field, the archived ones included."""
        return self.with_context(active_test=False)._read_group([], [setting], ["id:recordset"])

    def _check_reason(self, reason: str) -> None:
        """Hook: refuse a reason that isn't whoever gives it to tell; everybody reads it on the phase.

        :raise ValidationError: saying what is wrong with it
        """

    def _log_intake(self, entries: list[LogEntry]):
        """Take in what somebody should look at, from whatever way it came: the one entrance to the log.

        Here, without a log, each entry becomes a note on its phase or the program.

        :return: what became of the entries, in their order: log items, or notes (``mail.message``)
        """
        self.ensure_one()
        notes = self.env["mail.message"]
        for entry in entries:
            phase = self.env["rollout.phase"].browse(entry.phase_id)
            body = "\n".join(filter(None, [entry.summary, entry.description]))
            notes += (phase or self).message_post(body=plaintext2html(body))
        return notes
