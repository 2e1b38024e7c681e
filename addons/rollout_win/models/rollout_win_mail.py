from datetime import timedelta

from odoo import api, models

from odoo.addons.rollout_phase.models.ir_cron import Step
from odoo.addons.rollout_phase.tools.reader_dates import format_date
from odoo.addons.rollout_phase.tools.week import weekly_moment_utc

PURPOSE = "rollout_win.wins"
BATCH_SIZE = 200
# Where no mail was due for a long time, the next one isn't a chronicle.
LOOK_BACK = timedelta(weeks=4)


class RolloutWin(models.Model):
    """The wins of the week: one mail to everybody in launch, in weeks that have any."""

    _inherit = "rollout.win"

    @api.model
    def _cron_send_mails(self):
        """Queue the mail of the current week wherever it is due and not yet queued."""
        programs = self.env["rollout.program"].search(
            [("wins_mail_enabled", "=", True), ("phase_ids.is_in_launch", "=", True)]
        )
        pending = {}
        for program in programs:
            week = program._get_due_week(program.wins_weekday, program.wins_hour)
            if week and self.search_count(self._get_mail_domain(program, week), limit=1):
                pending[program, week] = len(self._get_mail_pending(program, week))
        self.env["ir.cron"]._run_steps(
            [
                Step(
                    program,
                    lambda program, week=week: self._mail_batch(program, week),
                    f"Wins of program {program.id} could not be sent",
                    expected,
                    in_batches=True,
                )
                for (program, week), expected in pending.items()
            ]
        )

    @api.model
    def _get_mail_domain(self, program, week: str) -> list:
        """Return the domain of the wins that the mail of ``week`` tells of.

        Those published before its moment which no mail has told of yet. Once its first mails
        are queued the week is noted on them, so that all get the same.
        """
        moment = weekly_moment_utc(week, int(program.wins_weekday), program.wins_hour, program._get_timezone())
        return [
            ("program_id", "=", program.id),
            ("state", "=", "published"),
            "|",
            ("mail_week", "=", week),
            "&",
            ("mail_week", "=", False),
            "&",
            ("published_on", "<=", moment),
            ("published_on", ">", moment - LOOK_BACK),
        ]

    @api.model
    def _get_mail_pending(self, program, week):
        staff = self.env["hr.employee"].union(*program._get_staff_in_launch().values())
        return self.env["rollout.mailing"]._get_pending(program, PURPOSE, week, staff)

    @api.model
    def _mail_batch(self, program, week: str) -> int:
        """Queue the next mails of ``week`` and return how many people were dealt with."""
        batch = self._get_mail_pending(program, week)[:BATCH_SIZE]
        if self.search_count([("program_id", "=", program.id), ("mail_week", "=", week)], limit=1):
            wins = self.search([*self._get_mail_domain(program, week), ("mail_week", "=", week)])
        else:
            wins = self.search(self._get_mail_domain(program, week))
            wins.mail_week = week
        if not wins:
            return 0  # taken back meanwhile
        self.env["rollout.mailing"]._queue_to_staff(
            program, PURPOSE, week, batch, lambda lang: wins.with_context(lang=lang)._render_mail()
        )
        return len(batch)

    def _render_mail(self) -> tuple[str, str]:
        """Return subject and body of the mail about ``self``, in the context's language."""
        company = self.company_id[:1]
        body = self.env["ir.qweb"]._render(
            "rollout_win.wins_mail",
            {
                "company_name": company.name,
                "wins": [
                    {
                        "name": win.name,
                        "lines": (win.text or "").splitlines(),
                        "thanks": win._describe_thanks(),
                        "about": " · ".join(
                            filter(None, [win.phase_id.name, format_date(self.env, win.date, date_format="d MMMM")])
                        ),
                    }
                    for win in self
                ],
                "lang": self.env.lang,
            },
        )
        return self.env._("%s: wins of the week", company.name), str(body)
