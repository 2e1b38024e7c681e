from datetime import timedelta

from odoo import fields, models

from odoo.addons.rollout_phase.tools.week import iso_week


class RolloutProgram(models.Model):
    """How often the form goes out, and whether people are reminded of it."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"feedback_rhythm"})

    feedback_rhythm = fields.Selection(
        [("weekly", "Every week"), ("biweekly", "Every two weeks")],
        "Rhythm",
        required=True,
        tracking=True,
        default="weekly",
        help="A slower rhythm tires less. A form always asks about the week in which it arrives.",
    )
    feedback_reminder = fields.Boolean(
        "Remind Once",
        help="Everybody who was invited gets one reminder, since nobody knows who has answered.",
    )
    feedback_reminder_days = fields.Integer(
        "Days Until the Reminder",
        default=2,
        help="A reminder that would fall into the next week isn't sent.",
        aggregator=None,
    )

    _feedback_reminder_days_in_week = models.Constraint(
        "CHECK (feedback_reminder_days BETWEEN 1 AND 6)", "A reminder comes one to six days after the form."
    )

    def _is_feedback_due(self) -> bool:
        """Leave out the week after one in which the form went out, if it goes out every two weeks.

        A week counts from when its form was made. After a standstill the form is due at once.
        """
        return super()._is_feedback_due() and not (self.feedback_rhythm == "biweekly" and self._had_form_last_week())

    def _had_form_last_week(self) -> bool:
        today = self._get_today()
        this_week, last_week = iso_week(today), iso_week(today - timedelta(days=7))
        weeks = set(self.wave_ids.mapped("week"))
        # A form that is already out this week is still sent to newcomers.
        return last_week in weeks and this_week not in weeks

    def _is_reminder_due(self) -> bool:
        """Tell whether the reminder of this week's form should be on its way."""
        self.ensure_one()
        if not (self.feedback_enabled and self.feedback_reminder):
            return False
        weekday = int(self.feedback_weekday) + self.feedback_reminder_days
        return weekday < 7 and bool(self._get_due_week(str(weekday), self.feedback_hour))
