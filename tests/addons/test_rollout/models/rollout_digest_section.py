from odoo import api, fields, models


class RolloutDigestSection(models.Model):
    """*Digest section.* What the digest tells of probes; the records in data/ say to whom."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(selection_add=[("probe", "Probes")], ondelete={"probe": "cascade"})

    @api.model
    def _render_probe(self, programs, audience, phases):
        """Render the probes of a batch of programs; one without any has no such section this time."""
        probes = self.env["rollout.probe"].search([("phase_id", "in", phases.ids)])
        if audience == "staff":
            # A section holds only what its audience may read in Odoo.
            probes = probes.filtered(lambda probe: probe.finding == "good")
        return {
            program.id: self.env["ir.qweb"]._render("test_rollout.probes", {"probes": own})
            for program, own in probes.grouped(lambda probe: probe.phase_id.program_id).items()
        }
