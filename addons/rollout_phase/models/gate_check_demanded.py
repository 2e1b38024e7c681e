from odoo import api, fields, models
from odoo.exceptions import UserError


class RolloutGateCheck(models.Model):
    """What the playbook demands of every gate, the sponsor alone lets go, with a reason that stays."""

    _inherit = "rollout.gate.check"

    is_demanded = fields.Boolean(
        "Demanded by the Playbook",
        readonly=True,
        copy=False,
        help="The sponsor alone can let it go. A check that the lead has added is the lead's to drop.",
    )
    waived_by_id = fields.Many2one("res.users", "Let Go By", readonly=True, copy=False, ondelete="restrict")
    waived_on = fields.Datetime("Let Go On", readonly=True, copy=False)
    waiver_reason = fields.Text("Why It Was Let Go", readonly=True, copy=False)
    can_waive = fields.Boolean(compute="_compute_can_waive")

    @api.depends_context("uid")
    @api.depends("mandatory", "is_demanded", "phase_id.program_id.sponsor_id", "phase_id.stage_code")
    def _compute_can_waive(self):
        for check in self:
            check.can_waive = check.phase_id.program_id.sponsor_id == self.env.user and check._is_waivable()

    def _is_waivable(self) -> bool:
        """Tell whether the check still stands in the way of something, by the playbook's demand."""
        self.ensure_one()
        return self.mandatory and self.is_demanded and self.moment in self.phase_id._get_moments_ahead()

    @api.model
    def _explain_guard(self, names):
        if names & {"is_demanded", "waived_by_id", "waived_on", "waiver_reason"}:
            return self.env._("What the playbook demands isn't decided by hand.")
        return super()._explain_guard(names)

    def write(self, vals):
        if not self.env.su:
            relaxed = "mandatory" in vals and not vals["mandatory"]
            self.filtered(
                lambda check: (
                    (relaxed and check.mandatory)
                    or ("name" in vals and check.kind == "manual" and check.name != vals["name"])
                )
            )._refuse_to_let_go()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_demanded(self):
        if not self.env.su:
            self._refuse_to_let_go()

    def _refuse_to_let_go(self):
        """
        :raise UserError: the playbook demands one of these checks, or the sponsor has decided on it
        """
        for check in self:
            if check.waived_on:
                raise UserError(self.env._("“%s” was let go by the sponsor, which is kept.", check.display_name))
            if check.is_demanded:
                sponsor = check.phase_id.program_id.sponsor_id.name
                raise UserError(
                    self.env._(
                        "The playbook demands “%(check)s”. Only the sponsor lets it go, with a reason: "
                        "%(sponsor)s opens the check and chooses “Let It Go”.",
                        check=check.display_name,
                        sponsor=sponsor or self.env._("once named, the sponsor"),
                    )
                )

    def _waive(self, reason: str):
        """Make a demanded check advisory, decided by the current user; the caller has judged who that is."""
        self.ensure_one()
        self.phase_id.program_id._check_reason(reason)
        # The sponsor has no right to change checks, but decides on this one.
        self.sudo().write(
            {
                "mandatory": False,
                "waived_by_id": self.env.uid,
                "waived_on": fields.Datetime.now(),
                "waiver_reason": reason,
            }
        )
        self.phase_id._post_on_record(
            self.env._(
                "“%(check)s” was let go by %(sponsor)s: %(reason)s",
                check=self.display_name,
                sponsor=self.env.user.name,
                reason=reason,
            )
        )


class RolloutPhase(models.Model):
    _inherit = "rollout.phase"

    def _demand_checks(self, names: list[str]):
        """Mark the manual checks with these names as demanded."""
        self.ensure_one()
        checks = self.gate_check_ids.filtered(lambda check: check.kind == "manual" and check.name in names)
        # Guarded against clients; the playbook says so.
        checks.filtered("mandatory").sudo().is_demanded = True
