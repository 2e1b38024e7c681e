from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutGateCheck(models.Model):
    """The way from a check that doesn't pass to what mends it.

    A kind has one if its model has a method ``_fix_<kind>``, which returns the action for one check.
    """

    _inherit = "rollout.gate.check"

    can_fix = fields.Boolean(
        compute="_compute_can_fix", help="It doesn't pass yet, and this user may do something about it."
    )

    @api.depends_context("uid")
    @api.depends("state", "phase_id.stage_code", "phase_id.program_id.sponsor_id")
    def _compute_can_fix(self):
        writable = self._origin._filtered_access("write")
        for check in self:
            check.can_fix = (
                bool(check.phase_id)
                and check.state != "pass"
                and check.moment in check.phase_id._get_moments_ahead()
                and hasattr(check, f"_fix_{check.kind}")
                # Signing is the sponsor's, who may change no check.
                and (check._origin in writable or check.phase_id.program_id.sponsor_id == self.env.user)
            )

    def action_fix(self):
        """Open what mends this check.

        :raise UserError: its kind has no way of its own
        """
        self.ensure_one()
        self.check_access("read")
        fix = getattr(self, f"_fix_{self.kind}", None)
        if not fix:
            raise UserError(self.env._("Nothing is to be opened for “%s”: see its finding.", self.display_name))
        return fix()

    def _fix_manual(self):
        return self._prepare_dialog(self, "rollout_phase.rollout_gate_check_view_form", self.display_name)

    def _fix_timing(self):
        return self._prepare_dialog(
            self.phase_id, "rollout_phase.rollout_phase_view_form_day", self.env._("Choose the Day")
        )

    def _fix_champions(self):
        return self._prepare_list("rollout_phase.rollout_champion_action")

    def _fix_expectations(self):
        # The list's own context names the views of a check.
        return self.phase_id.program_id._get_records_action(context={})

    def _fix_order(self):
        return {
            **self.phase_id.program_id.action_view_phases(),
            "views": [(False, view_type) for view_type in ("list", "form", "kanban", "calendar")],
        }

    def _prepare_list(self, xmlid: str) -> dict:
        """Return a window action over the records that belong to the check's phase."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "domain": [("phase_id", "=", self.phase_id.id)],
            "context": {"default_phase_id": self.phase_id.id},
        }

    def _prepare_dialog(self, record, view: str, title: str) -> dict:
        """Return the action that opens ``record`` in a form above the page."""
        return record._get_records_action(name=title, views=[(self.env.ref(view).id, "form")], target="new", context={})
