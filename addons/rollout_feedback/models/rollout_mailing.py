from collections.abc import Callable

from odoo import api, fields, models

from .rollout_log_comment_mail import PURPOSE as COMMENT_PURPOSE
from .rollout_review_minutes import AGENDA_PURPOSE, MINUTES_PURPOSE
from .rollout_wave import PURPOSE
from .rollout_wave_reminder import REMINDER_PURPOSE
from .rollout_win_mail import PURPOSE as WINS_PURPOSE


class RolloutMailing(models.Model):
    _inherit = "rollout.mailing"

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Weekly Form"),
            (REMINDER_PURPOSE, "Reminder of the Weekly Form"),
            (WINS_PURPOSE, "Wins of the Week"),
            (AGENDA_PURPOSE, "Agenda of a Review"),
            (MINUTES_PURPOSE, "Minutes of a Review"),
            (COMMENT_PURPOSE, "Comment for the Partner"),
        ],
        ondelete={
            PURPOSE: "cascade",
            REMINDER_PURPOSE: "cascade",
            WINS_PURPOSE: "cascade",
            AGENDA_PURPOSE: "cascade",
            MINUTES_PURPOSE: "cascade",
            COMMENT_PURPOSE: "cascade",
        },
    )

    @api.model
    def _get_weekly_purposes(self):
        return super()._get_weekly_purposes() | {PURPOSE, REMINDER_PURPOSE, WINS_PURPOSE}

    @api.model
    def _name_periods(self, purpose, periods):
        """The period of a comment is its id; it is named by the item on which it stands."""
        if purpose != COMMENT_PURPOSE:
            return super()._name_periods(purpose, periods)
        # Whoever reads that a mail has left may read what it was about.
        comments_sudo = self.env["rollout.log.comment"].sudo().browse(map(int, periods)).exists()
        item_by_period = {str(comment.id): comment.item_id.display_name for comment in comments_sudo}
        return {period: item_by_period.get(period) or self.env._("A comment that is gone") for period in periods}

    def _forget(self):
        # How many were invited stays with the week.
        self.env["rollout.wave"]._keep_invited_counts(self)
        return super()._forget()

    def _mark_unreached(self, state, cause, words=None):
        result = super()._mark_unreached(state, cause, words)
        self.env["rollout.wave"]._correct_response_rates(self)
        return result

    @api.model
    def _queue_to_staff(
        self, program, purpose: str, period: str, employees, render: Callable, personal: Callable | None = None, **base
    ) -> int:
        """Queue one mail to each of ``employees`` who doesn't have it yet, rendered once for each language.

        :param render: ``lang -> (subject, body)``
        :param personal: ``(employee, lang, body) -> body``, what differs from person to person
        :param base: further values of ``mail.mail``
        :return: the number of mails queued
        """
        values = {**self._prepare_automatic(), **base}
        mail_by_lang = {}

        def prepare(employee):
            # The language is on the employee's private page; only the mail's wording shows it.
            employee_sudo = employee.sudo()
            lang = self._choose_language(employee_sudo.lang, program.company_id.partner_id.lang)
            if lang not in mail_by_lang:
                mail_by_lang[lang] = render(lang)
            subject, body = mail_by_lang[lang]
            return {**values, "subject": subject, "body_html": personal(employee, lang, body) if personal else body}

        return self._queue_once(program, purpose, period, employees, lambda employee: employee.work_email, prepare)

    @api.model
    def _prepare_automatic(self) -> dict:
        """Return the values of ``mail.mail`` that all mails share which nobody writes by hand."""
        return {"headers": repr({"X-Auto-Response-Suppress": "All", "Auto-Submitted": "auto-generated"})}

    @api.model
    def _choose_language(self, *wanted: str) -> str:
        """Return the first of the languages that is installed, or else any that is."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return next((lang for lang in wanted if lang in installed), installed[0])
