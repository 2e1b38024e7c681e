import logging

import psycopg2

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# From this day on the outcome is reported.
OUTCOME_DAY = 90


class RolloutPhase(models.Model):
    """What the launch has brought this department: its tasks' time, and its hours in money.

    Money is told to those who may read the KPIs that it follows from, and to nobody else.
    """

    _inherit = "rollout.phase"

    task_ids = fields.One2many("rollout.task", "phase_id", "Timed Tasks", copy=False)
    task_count = fields.Integer("Tasks", compute="_compute_task_count")
    status_quo_text = fields.Char("Cost of the Status Quo", compute="_compute_money")
    saved_text = fields.Char("Saved So Far", compute="_compute_money")

    @api.depends_context("uid")
    @api.depends("task_ids")
    def _compute_task_count(self):
        for phase, count in self._count_each(self.env["rollout.task"], "phase_id").items():
            phase.task_count = count

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

    def action_view_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_task_action")
        # How long a task took before is written down before go-live.
        context = {"default_phase_id": self.id, "create": not self.go_live_date}
        return {**action, "domain": [("phase_id", "=", self.id)], "context": context}

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
