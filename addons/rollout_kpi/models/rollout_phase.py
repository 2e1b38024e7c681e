import logging
from collections.abc import Callable
from datetime import timedelta

import psycopg2

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.rollout_base.models.ir_cron import Step
from odoo.addons.rollout_base.tools.week import local_day
from odoo.addons.rollout_digest.models.rollout_digest_section import LINK_PLACEHOLDER

from .rollout_digest_section import MILESTONE
from .rollout_kpi_tracking import PATIENCE_DAYS

_logger = logging.getLogger(__name__)

# From this day on the outcome is reported.
OUTCOME_DAY = 90
# The milestones' mail in the ledger.
MILESTONE_PURPOSE = "rollout_kpi.milestone"
# Where nothing ran for a long time, the sponsor isn't told of what the next milestone has overtaken.
LOOK_BACK = timedelta(days=28)


class RolloutPhase(models.Model):
    """What the launch has brought this department: its KPIs, its tasks' time, and its hours in money."""

    _inherit = "rollout.phase"

    kpi_tracking_ids = fields.One2many("rollout.kpi.tracking", "phase_id", "KPIs", copy=False)
    kpi_tracking_count = fields.Integer("Number of KPIs", compute="_compute_kpi_tracking_count")
    task_ids = fields.One2many("rollout.task", "phase_id", "Timed Tasks", copy=False)
    task_count = fields.Integer("Tasks", compute="_compute_task_count")
    status_quo_text = fields.Char("Cost Before Go-Live", compute="_compute_money")
    saved_text = fields.Char("Saved So Far", compute="_compute_money")

    @api.depends("kpi_tracking_ids")
    def _compute_kpi_tracking_count(self):
        for phase in self:
            phase.kpi_tracking_count = len(phase.kpi_tracking_ids)

    @api.depends_context("uid")
    @api.depends("task_ids")
    def _compute_task_count(self):
        for phase, count in self._count_each(self.env["rollout.task"], "phase_id").items():
            phase.task_count = count

    # Money is told to those who may read the KPIs that it follows from, and to nobody else.
    @api.depends_context("uid", "lang")
    @api.depends(
        "program_id.hourly_rate", "kpi_tracking_ids.kpi_id.is_weekly_hours",
        "kpi_tracking_ids.reading_ids.value", "kpi_tracking_ids.reading_ids.state",
    )  # fmt: skip
    def _compute_money(self):
        # All readings at once: those of one phase alone don't know of the others.
        self.kpi_tracking_ids.reading_ids.fetch(["value", "state", "role", "milestone_day"])
        for phase in self:
            trackings = phase._get_hour_trackings()
            phase.status_quo_text = trackings._get_status_quo_text() if trackings else False
            phase.saved_text = trackings._get_saved_text() if trackings else False

    def _get_hour_trackings(self):
        """Return the KPIs in hours a week that the reader may see."""
        # Whose tracking they may read may see what it is about, whatever company the KPI is of.
        return self.kpi_tracking_ids.filtered(lambda tracking: tracking.sudo().kpi_id.is_weekly_hours)

    def action_view_kpis(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_kpi_tracking_action")
        order = ("kanban", "list", "form", "pivot")
        return {
            **action,
            "domain": [("phase_id", "=", self.id)],
            "views": [(False, view_type) for view_type in order],
            "context": {"default_phase_id": self.id},
        }

    def action_view_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_task_action")
        # How long a task took before is written down before go-live.
        context = {"default_phase_id": self.id, "create": not self.go_live_date}
        return {**action, "domain": [("phase_id", "=", self.id)], "context": context}

    def _on_go_live(self):
        # The lock is nobody's to set or lift by hand.
        self.sudo().kpi_tracking_ids._lock_baseline()
        return super()._on_go_live()

    def _warn_lead(self, prepare: Callable):
        """Make an activity for the lead, or for who stands in, and return it.

        The record that the lead opens from it is the phase, where its KPIs and tasks are.

        :param prepare: ``lang -> (summary, note)``, what the activity says in the lead's language, as text
        """
        self.ensure_one()

        def prepare_html(lang):
            summary, note = prepare(lang)
            return summary, plaintext2html(note)

        return self._ask("lead", "mail.mail_activity_data_warning", prepare_html)

    # The sponsor's mail when a phase's KPIs have been read on day 30, 60, 90, 120 or 180.

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
                    ("purpose", "=", MILESTONE_PURPOSE),
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
            self.program_id._queue_digests(MILESTONE_PURPOSE, f"{self.id}:{day}", [reader], mail)

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

    def _prepare_outcome_attachments(self) -> list:
        """Return commands that attach the outcome report to a mail, in the context's language.

        None where no PDF can be made: the mail tells the same numbers, and must go out.
        """
        self.ensure_one()
        report = self.env["ir.actions.report"]
        try:
            with self.env.cr.savepoint():
                content, kind = report._render_qweb_pdf("rollout_kpi.outcome_report", self.ids)
        except psycopg2.OperationalError:
            raise
        except UserError as error:  # such as: no wkhtmltopdf
            _logger.info("The outcome report of phase %s could not be made: %s", self.id, error)
            return []
        except Exception:
            _logger.exception("The outcome report of phase %s could not be made", self.id)
            return []
        if kind != "pdf":
            return []
        name = self.env._("Outcome Report - %s", self.display_name)
        # Of the mail's message, and so deleted with it.
        return [Command.create({"name": f"{name}.pdf", "raw": content, "res_model": "mail.message"})]
