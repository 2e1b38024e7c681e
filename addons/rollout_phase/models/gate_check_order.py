from odoo import api, fields, models


class RolloutGateCheck(models.Model):
    """Gate check: the departments that go first have gone far enough."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(selection_add=[("order", "It is this department's turn")], ondelete={"order": "cascade"})

    @api.model
    def _get_default_checks(self):
        return [*super()._get_default_checks(), {"kind": "order", "sequence": 40}]

    @api.model
    def _evaluate_order(self, phases):
        results = {}
        for phase in phases:
            program = phase.program_id
            # A department that was archived before it had gone far enough is waited for all the same.
            earlier = program.with_context(active_test=False).phase_ids.filtered(
                lambda other, phase=phase: other.stage_code != "cancelled" and phase._goes_after(other)
            )
            if program.order_rule == "off":
                result = "pass", self.env._("The program's departments go in any order.")
            elif waiting_for := earlier.filtered(lambda other, program=program: not program._lets_next_go(other))[:1]:
                result = "fail", self._describe_order(waiting_for)
            elif earlier:
                result = "pass", self.env._("The departments before it have gone far enough.")
            else:
                result = "pass", self.env._("It goes first.")
            results[phase.id] = result
        return results

    @api.model
    def _describe_order(self, earlier):
        program = earlier.program_id
        if earlier.stage_code != "live":
            return self.env._("%s goes first, and is not live yet.", earlier.name)
        if program.order_rule == "stable":
            return self.env._("%s has not left hypercare yet.", earlier.name)
        return self.env._(
            "%(phase)s is on day %(day)s, and was to reach day %(limit)s first.",
            phase=earlier.name,
            day=earlier.day,
            limit=program.order_rule_day,
        )
