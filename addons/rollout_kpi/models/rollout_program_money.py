from odoo import api, fields, models


class RolloutProgram(models.Model):
    """The launch in money: what an hour costs, and what its departments have saved."""

    _inherit = "rollout.program"
    # What was saved is as large as it.
    _recorded_fields = frozenset({"hourly_rate"})

    currency_id = fields.Many2one(related="company_id.currency_id")
    hourly_rate = fields.Monetary(
        "Cost of an Hour",
        groups="rollout_phase.group_rollout_lead",
        help="What an hour of work costs the company, wages and all that comes with them. "
        "Sponsor and champions see it in what the launch has saved.",
        tracking=True,
        aggregator=None,
    )
    status_quo_text = fields.Char("Cost of the Status Quo", compute="_compute_money")
    saved_text = fields.Char("Saved So Far", compute="_compute_money")

    _hourly_rate_positive = models.Constraint("CHECK (hourly_rate >= 0)", "An hour can't cost less than nothing.")

    @api.depends_context("uid", "lang")
    @api.depends("hourly_rate", "phase_ids.saved_text", "phase_ids.stage_code")
    def _compute_money(self):
        for program in self:
            phases = program.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
            trackings = phases._get_hour_trackings()
            program.status_quo_text = trackings._get_status_quo_text() if trackings else False
            program.saved_text = program._get_saved_text(trackings) if trackings else False

    def _get_saved_text(self, trackings) -> str:
        """Return the sum of what the phases saved, each with its hours; their formulas stand on the phases."""
        total = trackings._get_saved_hours()
        if total is None:
            return self.env._("Too few data")
        parts = []
        for phase, own in trackings.grouped("phase_id").items():
            hours = own._get_saved_hours()
            finding = self.env._("too few data") if hours is None else self.env._("%s hours", trackings._hours(hours))
            parts.append(f"{phase.name}: {finding}")
        values = {"hours": trackings._hours(total), "parts": ", ".join(parts)}
        if rate := trackings._get_hourly_rate():
            values.update(money=trackings._price(total * rate), rate=trackings._price(rate))
            text = self.env._("%(money)s = %(hours)s hours × %(rate)s an hour (%(parts)s)", **values)
        else:
            text = self.env._("%(hours)s hours (%(parts)s)", **values)
        return self.env._("The dip has cost more than was saved: %s", text) if total < 0 else text
