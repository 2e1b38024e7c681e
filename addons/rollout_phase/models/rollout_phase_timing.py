from odoo import api, fields, models

from ..tools.reader_dates import format_date
from ..tools.timing import WINDOW_DAYS, months_around, near_month_end, overlaps


class RolloutPhase(models.Model):
    """Warnings about a planned go-live at a bad time."""

    _inherit = "rollout.phase"

    timing_warnings = fields.Text(
        "Timing", compute="_compute_timing_warnings", help="Why the planned day may be a bad one."
    )

    @api.depends(
        "planned_go_live",
        "stage_code",
        "program_id.phase_ids.planned_go_live",
        "program_id.phase_ids.go_live_date",
        "program_id.phase_ids.stage_code",
        "program_id.phase_ids.sequence",
        "program_id.order_rule",
    )
    def _compute_timing_warnings(self):
        warnings = self._get_timing_warnings()
        for phase in self:
            phase.timing_warnings = "\n".join(warnings.get(phase.id, {}).values()) or False

    def _on_go_live(self):
        # From then on a change of somebody's preferences moves none of the days that are counted. Whoever takes a phase
        # live need not be allowed to change its program.
        programs_sudo = self.program_id.sudo()
        for program_sudo in programs_sudo:
            program_sudo.chosen_tz = program_sudo.tz
        return super()._on_go_live()

    def write(self, vals):
        if "planned_go_live" in vals:
            day = fields.Date.to_date(vals["planned_go_live"])
            self.filtered(lambda phase: phase.planned_go_live != day)._void_accepted_timing()
        return super().write(vals)

    def _void_accepted_timing(self):
        """Take back what was accepted for another day."""
        # Confirmations are guarded against clients; a champion may move the day, too.
        checks_sudo = self.sudo().gate_check_ids.filtered(lambda check: check.kind == "timing" and check.confirmed_on)
        checks_sudo.action_withdraw()

    def _get_timing_warnings(self) -> dict[int, dict[str, str]]:
        """Return why the planned days of phases that aren't live yet may be bad ones.

        :return: ``{phase_id: {key: sentence}}``; the key stays the same in every language
        """
        years = self._get_meant_years()
        waiting = self.filtered(
            lambda phase: (
                phase.program_id
                and phase.planned_go_live
                and phase.planned_go_live.year in years
                and phase.stage_code in ("preparing", "ready")
            )
        )
        result = {phase.id: {} for phase in waiting}
        # The programs of a company share its working schedule: one look at it serves them all.
        working_days_by_company = {
            company: phases.program_id[0]._get_working_days(*months_around(phases.mapped("planned_go_live")))
            for company, phases in waiting.grouped(lambda phase: phase.program_id.company_id).items()
        }
        for program, phases in waiting.grouped("program_id").items():
            others = program._origin.phase_ids.filtered(
                lambda other: other.stage_code != "cancelled" and (other.go_live_date or other.planned_go_live)
            )
            working_days = working_days_by_company[program.company_id]
            for phase in phases:
                warnings = result[phase.id]
                for other in others - phase._origin:
                    other_day = other.go_live_date or other.planned_go_live
                    if overlaps(phase.planned_go_live, other_day):
                        warnings[f"overlap:{other.id}"] = self.env._(
                            "%(other)s goes live on %(day)s, less than %(days)s days away: both "
                            "would need the same helpers at once.",
                            other=other.name,
                            day=format_date(self.env, other_day),
                            days=WINDOW_DAYS,
                        )
                    if (
                        program.order_rule != "off"
                        and other.sequence < phase.sequence
                        and phase.planned_go_live < other_day
                    ):
                        warnings[f"order:{other.id}"] = self.env._(
                            "%(other)s has its turn first, and goes live only on %(day)s: change the order of the "
                            "phases, or one of the days.",
                            other=other.name,
                            day=format_date(self.env, other_day),
                        )
                if end := near_month_end(phase.planned_go_live, working_days):
                    warnings[f"month_end:{end}"] = self.env._(
                        "The month end on %(day)s is near: everybody is busy closing the books around that day.",
                        day=format_date(self.env, end),
                    )
        return result
