from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.rollout_digest.models.rollout_digest_section import LINK_PLACEHOLDER
from odoo.addons.rollout_phase.models.ir_cron import Step
from odoo.addons.rollout_phase.tools.week import local_day

from .rollout_digest_section import MILESTONE
from .rollout_kpi_tracking_alarm import PATIENCE_DAYS
from .rollout_phase_outcome import OUTCOME_DAY

PURPOSE = "rollout_kpi.milestone"
# Where nothing ran for a long time, the sponsor isn't told of what the next milestone has overtaken.
LOOK_BACK = timedelta(days=28)


class RolloutPhase(models.Model):
    """The sponsor's mail when a phase's KPIs have been read on day 30, 60, 90, 120 or 180."""

    _inherit = "rollout.phase"

    @api.model
    def _cron_tell_milestones(self):
        """Queue the mail of each milestone that has been read and that the sponsor hasn't been told of yet."""
        pending = self._get_untold_milestones()
        readers_by_program = self.union(*(phase for phase, _day in pending)).program_id._get_milestone_readers()
        self.env["ir.cron"]._run_steps(
            [
                Step(
                    phase.program_id,
                    lambda program, phase=phase, day=day: phase._queue_milestone(day, readers_by_program[program]),
                    f"Day {day} of {phase} could not be told",
                )
                for phase, day in pending
            ]
        )

    @api.model
    def _get_untold_milestones(self) -> list[tuple]:
        """Return ``(phase, day)`` of what is read, whether or not its program has a sponsor to tell.

        A milestone is read once all of the phase's KPIs are, or a week after its day: what is still missing then
        is reported as missing.
        """
        # No time zone is more than a day ahead.
        today = local_day(fields.Datetime.now(), "UTC") + timedelta(days=1)
        groups = self.env["rollout.kpi.reading"]._read_group(
            [
                ("role", "=", "milestone"),
                ("state", "!=", "error"),
                ("due_date", ">", today - LOOK_BACK),
                ("phase_id.active", "=", True),
                ("phase_id.stage_code", "!=", "cancelled"),
                ("phase_id.program_id.active", "=", True),
                ("phase_id.program_id.digest_sponsor", "=", True),
            ],
            ["phase_id", "milestone_day"],
            ["due_date:max"],
        )
        told = set(
            self.env["rollout.mailing"]._read_group(
                [
                    ("purpose", "=", PURPOSE),
                    ("period", "in", [f"{phase.id}:{day}" for phase, day, _due in groups]),
                ],
                ["program_id", "period"],
            )
        )
        return [
            (phase, day)
            for phase, day, due in groups
            if (phase.program_id, f"{phase.id}:{day}") not in told and phase._is_milestone_read(day, due)
        ]

    def _is_milestone_read(self, day: int, due) -> bool:
        self.ensure_one()
        if (self.program_id._get_today() - due).days >= PATIENCE_DAYS:
            return True
        return all(
            day in tracking._get_taken_milestones() or day not in tracking._get_milestone_days()
            for tracking in self.kpi_tracking_ids
        )

    def _queue_milestone(self, day, readers):
        """Queue the mail of one milestone to the sponsor; the caller has taken the program's turn."""
        self.ensure_one()
        mails = {}
        for reader in readers:
            phase = self.with_context(lang=reader.lang)
            mail = phase._prepare_milestone_mail(day, LINK_PLACEHOLDER)
            if day >= OUTCOME_DAY:
                mail["attachment_ids"] = phase._prepare_outcome_attachments()
            mails[reader] = mail
        for reader, mail in mails.items():
            self.program_id._queue_digests(PURPOSE, f"{self.id}:{day}", [reader], mail)

    def _prepare_milestone_mail(self, day: int, link: str | None = None) -> dict:
        """Return subject and body of the mail, in the context's language.

        :param link: where a reader ends the digest
        """
        self.ensure_one()
        program = self.program_id
        subject = self.env._("%(phase)s, day %(day)s: what the numbers say", phase=self.name, day=day)
        bodies = self.env["rollout.digest.section"]._render_digests(
            program, MILESTONE, link=link, phases=self, subtitle=subject
        )
        return program._prepare_digest_mail(" ".join(subject.split()), str(bodies[program.id]))
