from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.rollout_log.tools.summary import summarize
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.release import plan_release


class RolloutWave(models.Model):
    """Release: sealed answers become feedback and log items when their week is over."""

    _inherit = "rollout.wave"

    @api.model
    def _cron_release(self):
        """Release the waves whose week is over, each in a transaction of its own."""
        closed = self.search([("state", "=", "open"), ("date_to", "<=", fields.Datetime.now())], order="date_to, id")
        # Waits for nobody: an answer that is just arriving holds the wave until a later run.
        self.env["ir.cron"]._run_isolated(
            closed,
            lambda wave: wave.state == "open" and wave._release(),
            lambda wave: f"Wave {wave.id} could not be released",
        )

    def _release(self):
        """Turn the sealed answers into feedback and log items, and forget the tokens.

        The caller holds the lock on the wave.
        """
        self.ensure_one()
        if fields.Datetime.now() < self.date_to:
            raise UserError(self.env._("This week is not over yet."))
        program = self.program_id
        sealed = self.env["rollout.sealed.answer"]
        own = sealed.search([("wave_id", "=", self.id)])
        earlier = sealed.search([("wave_id.program_id", "=", program.id), ("wave_id.state", "=", "released")])
        minimum = max(self.minimum_group, program.feedback_minimum_group)
        plan = plan_release(own._to_answers(), earlier._to_answers(), minimum)
        feedbacks = self.env["rollout.feedback"]._release(self, plan.released)
        program._log_intake(self._prepare_log_entries(feedbacks))
        self.write({"state": "released", "answer_count": len(own)})
        (own | earlier if plan.takes_waiting else own).unlink()
        sealed.create(
            [
                {"wave_id": self.id, "department_id": answer.pop("department_id"), "payload": answer}
                for answer in plan.waiting
            ]
        )
        self.env["rollout.spent.token"].search([("wave_id", "=", self.id)]).unlink()
        # Mails that never left hold links that open nothing any more.
        self.env["mail.mail"].search([("rollout_wave_id", "=", self.id)]).unlink()

    def _prepare_log_entries(self, feedbacks) -> list[LogEntry]:
        """Return an entry of the log for each answer that says something in words."""
        phase_by_department = {
            phase.department_id: phase for phase in self.program_id.with_context(active_test=False).phase_ids
        }
        return [
            LogEntry(
                summary=summarize(feedback.comment),
                description=feedback.comment,
                kind=feedback.kind or "issue",
                source="form",
                phase_id=phase_by_department.get(feedback.department_id, self.browse()).id,
                feedback_ids=feedback.ids,
            )
            for feedback in feedbacks
            if feedback.comment
        ]
