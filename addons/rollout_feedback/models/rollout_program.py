import re

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.mail import email_normalize_all

from odoo.addons.rollout_log.tools.mail_html import read_html
from odoo.addons.rollout_log.tools.mail_traces import VARIABLE
from odoo.addons.rollout_phase.tools.week import WEEKDAYS, iso_week, week_bounds_utc

MINIMUM_GROUP_FLOOR = 3


class RolloutProgram(models.Model):
    _inherit = "rollout.program"
    _recorded_fields = frozenset({"feedback_enabled", "feedback_minimum_group"})

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
    wave_ids = fields.One2many("rollout.wave", "program_id", "Weeks")

    _feedback_hour_in_day = models.Constraint(
        "CHECK (feedback_hour >= 0 AND feedback_hour < 24)", "The time must be between 0:00 and 23:59."
    )
    _feedback_minimum_group_floor = models.Constraint(
        f"CHECK (feedback_minimum_group >= {MINIMUM_GROUP_FLOOR})",
        "The minimum group is three people: in a smaller one everybody knows who said what.",
    )

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

    def _prepare_log_item(self, entry):
        return {**super()._prepare_log_item(entry), "feedback_ids": list(entry.feedback_ids)}

    def _get_staff_words(self):
        # As the log does.
        answers_sudo = self.env["rollout.feedback"].sudo()
        written = Domain("company_id", "in", self.company_id.ids) & Domain("comment", "!=", False)
        return super()._get_staff_words() | set(answers_sudo.search_fetch(written, ["comment"]).mapped("comment"))

    def _get_own_addresses(self, companies_sudo):
        # Everybody who gets a mail of the program sees its address.
        addresses = self.sudo().mapped("alias_email")
        return super()._get_own_addresses(companies_sudo) | set(email_normalize_all(",".join(filter(None, addresses))))

    def _get_mail_texts(self):
        texts = super()._get_mail_texts()
        # What everybody in launch has in their mailbox is no secret.
        for wave_sudo in [program_sudo.wave_ids.sorted("week")[-1:] for program_sudo in self.sudo()]:
            for lang, _name in self.env["res.lang"].get_installed() if wave_sudo else ():
                wave_sudo = wave_sudo.with_context(lang=lang)
                day = wave_sudo._format_last_day()
                for subject, body in (wave_sudo._render_invitation(), wave_sudo._render_reminder()):
                    for text in (subject, *(line.text for line in read_html(body))):
                        texts.add(text.replace(day, VARIABLE))
                        texts.add(re.sub(r"\d+", VARIABLE, text.replace(day, VARIABLE)))
        return texts

    def _has_history(self) -> bool:
        return super()._has_history() or bool(self.wave_ids)
