from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.week import iso_week, local_day

from .rollout_review_minutes import AGENDA_PURPOSE

AGENDA_HOURS = 24


class RolloutReview(models.Model):
    """What happens by itself: the next review is planned, and its agenda goes out the day before."""

    _inherit = "rollout.review"

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
