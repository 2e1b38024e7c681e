from odoo import api, fields, models
from odoo.tools.misc import formatLang

# A choice is a comparison: one candidate alone proves nothing.
CANDIDATE_MINIMUM = 2


class RolloutGateCheck(models.Model):
    _inherit = "rollout.gate.check"

    kind = fields.Selection(
        selection_add=[("partner", "The partner is chosen on evidence")],
        ondelete={"partner": "cascade"},
    )

    @api.model
    def _get_default_checks(self):
        # Advisory: many launches start with a partner who is already there.
        return super()._get_default_checks() + [{"kind": "partner", "sequence": 35, "mandatory": False}]

    @api.model
    def _evaluate_partner(self, phases) -> dict[int, tuple[str, str]]:
        """Ask whether the program's partner was scored next to others before being chosen."""
        total_by_candidate = {
            (program, partner, outcome): total
            for program, partner, outcome, total in self.env["rollout.partner.scorecard"]._read_group(
                [
                    ("program_id", "in", phases.program_id.ids),
                    ("moment", "=", "choice"),
                    ("is_complete", "=", True),
                ],
                ["program_id", "partner_id", "outcome"],
                ["total:max"],
            )
        }
        answers = {
            program: self._judge_choice(
                program.partner_id,
                {p: total for (prog, p, _outcome), total in total_by_candidate.items() if prog == program},
                {p for (prog, p, outcome) in total_by_candidate if prog == program and outcome},
            )
            for program in phases.program_id
        }
        return {phase.id: answers[phase.program_id] for phase in phases}

    @api.model
    def _judge_choice(self, partner, totals: dict, compared: set) -> tuple[str, str]:
        """
        :param partner: who was chosen, perhaps nobody
        :param totals: ``{res.partner: weighted score}`` of the fully scored candidates
        :param compared: those of them among whom the choice was made; empty if no button was used for it
        """
        if not partner:
            return "missing", self.env._("No partner is chosen yet.")
        if partner not in totals:
            return "fail", self.env._("%s has no complete scorecard “Before Choosing”.", partner.name)
        if partner in compared:
            # Who was scored after the choice was no candidate.
            totals = {candidate: total for candidate, total in totals.items() if candidate in compared}
            if len(totals) < CANDIDATE_MINIMUM:
                return "fail", self.env._("%s was not compared with anybody before being chosen.", partner.name)
        if len(totals) < CANDIDATE_MINIMUM:
            return "fail", self.env._("%s was not compared with anybody: score a second candidate.", partner.name)
        return "pass", self.env._(
            "%(partner)s was chosen with %(score)s of 5, out of %(count)s candidates",
            partner=partner.name,
            score=formatLang(self.env, totals[partner], digits=2),
            count=len(totals),
        )

    def _fix_partner(self):
        return self.phase_id.program_id.action_view_scorecards()
