from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import clean_context

from odoo.addons.rollout_phase.tools.week import WEEKDAYS, iso_week, week_bounds_utc

from ..tools.secret_link import hide_own_links
from .rollout_log_item import OPEN_LOG_STATES

MINIMUM_GROUP_FLOOR = 3


class RolloutProgram(models.Model):
    _inherit = "rollout.program"
    _recorded_fields = frozenset({"feedback_enabled", "feedback_minimum_group", "hypercare_backlog_limit"})

    feedback_enabled = fields.Boolean(
        "Send Every Week",
        default=True,
        tracking=True,
        help="Everybody in the departments in launch gets a personal link to the form.",
    )
    feedback_weekday = fields.Selection(
        WEEKDAYS,
        "Day",
        required=True,
        default="3",
    )
    feedback_hour = fields.Float("Time", default=9.0, help="In the program's time zone.", aggregator=None)
    feedback_minimum_group = fields.Integer(
        "Minimum Group",
        default=5,
        tracking=True,
        help="A department is named only in weeks in which at least this many of its people "
        "answered. A week already under way keeps the number with which it began.",
        aggregator=None,
    )
    hypercare_backlog_limit = fields.Integer(
        "Open Items at Hypercare's End",
        default=10,
        tracking=True,
        help="A department leaves hypercare with no more open log items than this.",
        aggregator=None,
    )
    open_log_count = fields.Integer("Open Log Items", compute="_compute_log_counts")
    log_count = fields.Integer("Log Items", compute="_compute_log_counts")
    wave_ids = fields.One2many("rollout.wave", "program_id", "Weeks")

    _feedback_hour_in_day = models.Constraint(
        "CHECK (feedback_hour >= 0 AND feedback_hour < 24)", "The time must be between 0:00 and 23:59."
    )
    _feedback_minimum_group_floor = models.Constraint(
        f"CHECK (feedback_minimum_group >= {MINIMUM_GROUP_FLOOR})",
        "The minimum group is three people: in a smaller one everybody knows who said what.",
    )

    _hypercare_backlog_limit_not_negative = models.Constraint(
        "CHECK (hypercare_backlog_limit >= 0)", "The limit of open items can't be negative."
    )

    def _get_easing(self):
        return {**super()._get_easing(), "hypercare_backlog_limit": lambda new: new > self.hypercare_backlog_limit}

    @api.model
    def _get_exit_rules(self):
        return super()._get_exit_rules() | {"hypercare_backlog_limit"}

    def _compute_log_counts(self):
        counts = {
            (program, state): count
            for program, state, count in self.env["rollout.log.item"]._read_group(
                [("program_id", "in", self.ids)], ["program_id", "state"], ["__count"]
            )
        }
        for program in self:
            by_state = {s: n for (owner, s), n in counts.items() if owner == program._origin}
            program.log_count = sum(by_state.values())
            program.open_log_count = sum(by_state.get(state, 0) for state in OPEN_LOG_STATES)

    def action_view_log(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_item_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id, "search_default_filter_open": True},
        }

    def action_preview_feedback_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rollout/feedback/preview/{self.id}",
            "target": "new",
        }

    def _get_feedback_week(self) -> str:
        """Return the current ISO week of this program."""
        return iso_week(self._get_today())

    def _is_feedback_due(self) -> bool:
        """Tell whether the form of the current week should be on its way."""
        self.ensure_one()
        return self.feedback_enabled and bool(self._get_due_week(self.feedback_weekday, self.feedback_hour))

    def _get_feedback_invitees(self) -> dict:
        """Return the department for which each employee in launch answers.

        :return: ``{hr.employee: department id}``
        """
        self.ensure_one()
        return {
            employee: phase.department_id.id
            for phase, staff in self._get_staff_in_launch().items()
            for employee in staff
        }

    def _get_feedback_wave(self):
        """Return the wave of the current week, made if it is missing.

        The caller has taken the program's turn, so that nobody else makes it meanwhile.
        """
        self.ensure_one()
        week = self._get_feedback_week()
        wave = self.wave_ids.filtered(lambda wave: wave.week == week)
        if not wave:
            date_from, date_to = week_bounds_utc(week, self._get_timezone())
            wave = self.env["rollout.wave"].create(
                {
                    "program_id": self.id,
                    "week": week,
                    "date_from": date_from,
                    "date_to": date_to,
                    "minimum_group": self.feedback_minimum_group,
                }
            )
        return wave

    def _log_intake(self, entries):
        """Make a log item of each entry."""
        self.ensure_one()
        # The system makes the item: whoever happens to be logged in is not its author, and has no defaults for it.
        context = {**clean_context(self.env.context), "mail_create_nosubscribe": True}
        items_sudo = self.env["rollout.log.item"].with_env(self.env(user=SUPERUSER_ID, context=context))
        items_sudo = items_sudo.create(
            [
                {
                    "program_id": self.id,
                    "name": hide_own_links(entry.summary),
                    "description": hide_own_links(entry.description) or None,
                    "phase_id": entry.phase_id,
                    "kind": entry.kind,
                    "source": entry.source,
                    "critical": entry.critical,
                    "minutes_lost": entry.minutes_lost,
                    "feedback_ids": list(entry.feedback_ids),
                    "origin": entry.origin or False,
                    "origin_url": entry.origin_url or False,
                    "reporter_id": entry.reporter_id,
                }
                for entry in entries
            ]
        )
        return items_sudo.with_env(self.env)

    def _has_history(self) -> bool:
        return (
            super()._has_history()
            or bool(self.wave_ids)
            or bool(self.env["rollout.log.item"].search_count([("program_id", "=", self.id)], limit=1))
        )
