from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutPhase(models.Model):
    """The freeze: from go-live on, customization requests wait for some time."""

    _inherit = "rollout.phase"

    freeze_end = fields.Date(
        "Frozen Until",
        compute="_compute_freeze_end",
        store=True,
        help="On this day the customization requests are up for decision.",
    )
    is_frozen = fields.Boolean("Frozen", compute="_compute_is_frozen", help="Customization requests wait.")
    request_ids = fields.One2many("rollout.customization.request", "phase_id", "Customization Requests")
    request_count = fields.Integer("Requests", compute="_compute_request_count")
    breach_ids = fields.One2many("rollout.freeze.breach", "phase_id", "Freeze Breaches")
    breach_count = fields.Integer("Breaches", compute="_compute_breach_count")
    freeze_baseline = fields.Json(
        "System at Go-Live",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="How the system stood at go-live, until the freeze is over: see the freeze breaches.",
    )

    @api.depends("go_live_date", "program_id.freeze_days")
    def _compute_freeze_end(self):
        for phase in self:
            phase.freeze_end = phase.go_live_date and (
                phase.go_live_date + timedelta(days=phase.program_id.freeze_days)
            )

    @api.depends("freeze_end", "stage_code")
    def _compute_is_frozen(self):
        today_by_program = {program: program._get_today() for program in self.program_id}
        for phase in self:
            phase.is_frozen = (
                bool(phase.freeze_end)
                and phase.stage_code != "cancelled"
                and today_by_program[phase.program_id] < phase.freeze_end
            )

    @api.depends_context("uid")
    @api.depends("request_ids")
    def _compute_request_count(self):
        for phase, count in self._count_each(self.env["rollout.customization.request"], "phase_id").items():
            phase.request_count = count

    @api.depends_context("uid")
    @api.depends("breach_ids")
    def _compute_breach_count(self):
        for phase, count in self._count_each(self.env["rollout.freeze.breach"], "phase_id").items():
            phase.breach_count = count

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_requests(self):
        # Requests that the user may not see are kept, too.
        self.sudo().request_ids._refuse_to_lose()

    def _refuse_to_leave_launch(self):
        """
        :raise UserError: one of these is frozen still, or will be
        """
        if kept := self.filtered(lambda phase: phase.is_frozen or phase.is_in_launch)[:1]:
            raise UserError(
                self.env._(
                    "“%s” is in launch. Archive it once it is stable and its freeze is over, or cancel it first.",
                    kept.display_name,
                )
            )
        return super()._refuse_to_leave_launch()

    def _holds_department(self):
        # Once begun, a freeze is waited for, also where the department has been cancelled since.
        is_waited_for = bool(self.freeze_end) and self.freeze_end > self.program_id._get_today()
        return super()._holds_department() or is_waited_for

    def _on_go_live(self):
        # The state of the whole system is nobody's to read in daily work.
        phases_sudo = self.sudo()
        phases_sudo.freeze_baseline = self.env["rollout.freeze.breach"]._get_baseline()
        return super()._on_go_live()

    def action_view_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_freeze.rollout_customization_request_action")
        return {
            **action,
            "domain": [("phase_id", "=", self.id)],
            "context": {"default_phase_id": self.id},
        }

    def action_view_breaches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_freeze.rollout_freeze_breach_action")
        return {**action, "domain": [("phase_id", "=", self.id)], "context": {}}
