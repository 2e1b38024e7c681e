from odoo import api, fields, models

from odoo.addons.rollout_phase.models.rollout_mailing import UNREACHED

from .rollout_wave import PURPOSE


class RolloutWave(models.Model):
    """Whom the week's invitations have not reached, which says nothing of who answered."""

    _inherit = "rollout.wave"

    waiting_count = fields.Integer(
        "Waiting",
        compute="_compute_delivery_counts",
        help="Invitations on their way to the mail server. What fails for a passing reason is tried "
        "again until the week is over.",
    )
    unreached_count = fields.Integer(
        "Not Reached",
        compute="_compute_delivery_counts",
        help="People without a valid address, those whose address the mail server refused, and those whose mail came "
        "back.",
    )

    @api.depends("program_id", "week")
    def _compute_delivery_counts(self):
        # Only the numbers of mails are shown, never who waits for one.
        waiting = dict(
            self.env["mail.mail"].sudo()._read_group(self._get_waiting_domain(), ["rollout_wave_id"], ["__count"])
        )
        unreached = {
            (program.id, week): count
            for program, week, count in self.env["rollout.mailing"]._read_group(
                self._get_unreached_domain(), ["program_id", "period"], ["__count"]
            )
        }
        for wave in self:
            wave.waiting_count = waiting.get(wave._origin.sudo(), 0)
            wave.unreached_count = unreached.get((wave.program_id.id, wave.week), 0)

    def _get_waiting_domain(self):
        """Return the domain of the mails that are still on their way to the mail server."""
        return [
            ("rollout_wave_id", "in", self.ids),
            ("state", "in", ("outgoing", "exception")),
            ("rollout_mailing_id.state", "=", "queued"),
        ]

    def _get_unreached_domain(self):
        return [
            ("program_id", "in", self.program_id.ids),
            ("purpose", "=", PURPOSE),
            ("period", "in", self.mapped("week")),
            ("state", "in", UNREACHED),
        ]

    def action_view_unreached(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_phase.rollout_mailing_action")
        return {**action, "name": self.env._("Not Reached"), "domain": self._get_unreached_domain()}
