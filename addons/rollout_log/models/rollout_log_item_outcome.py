from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.summary import summarize

TRAINING_DAYS = 7


class RolloutLogItem(models.Model):
    """What follows from a decision: a training need, or a customization request that waits."""

    _inherit = "rollout.log.item"

    training_activity_id = fields.Many2one(
        "mail.activity",
        "Training Need",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    request_id = fields.Many2one(
        "rollout.customization.request",
        "Customization Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def action_view_training(self):
        self.ensure_one()
        owner = self.phase_id or self.program_id
        return {
            "type": "ir.actions.act_window",
            "res_model": owner._name,
            "res_id": owner.id,
            "views": [(False, "form")],
        }

    def action_view_request(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "rollout.customization.request",
            "res_id": self.request_id.id,
            "views": [(False, "form")],
        }

    def _ensure_can_follow_up(self, decision: str) -> None:
        """Refuse a decision from which nothing could follow."""
        for item in self:
            if decision == "parked" and not item.phase_id:
                raise UserError(
                    self.env._(
                        "“%s” needs a phase: a customization waits for the end of its department's freeze.",
                        item.display_name,
                    )
                )

    def _follow_up(self) -> None:
        """Do what follows from the decisions just made; the caller is the superuser."""
        for item in self:
            if item.decision == "training":
                item._need_training()
            elif item.decision == "parked":
                item._park()

    def _need_training(self) -> None:
        """Ask the phase's first champion, or else the lead, to see to it that people learn it."""
        owner = self.phase_id or self.program_id
        self.training_activity_id = owner._ask(
            "champion",
            "rollout_log.mail_activity_type_training_need",
            self._prepare_training_need,
            date_deadline=self.program_id._get_today() + timedelta(days=TRAINING_DAYS),
        )

    def _prepare_training_need(self, lang: str) -> tuple:
        # Everybody reads phases and programs, and the activities on them: no words but the team's.
        name = self._get_team_wording() or self.with_context(lang=lang).env._("What somebody wrote in the log")
        link = Markup('<a href="#" data-oe-model="%s" data-oe-id="%s">%s</a>') % (self._name, self.id, name)
        return name, Markup("<p>%s</p><p>%s</p>") % (link, self.decision_reason)

    def _park(self) -> None:
        """Make the item a customization request, which waits until the phase's freeze is over."""
        if self.request_id.state in ("parked", "to_decide"):
            return
        # Everybody reads of an exception to the freeze, by the request's name: no words but the team's.
        name = summarize(self._get_team_wording() or self.env._("What somebody wrote in the log"))
        self.request_id = self.env["rollout.customization.request"].create(
            {
                "name": name,
                "phase_id": self.phase_id.id,
                # Who complained stays unknown, also where the person who decides is an employee.
                "employee_id": False,
                "why": "\n".join(filter(None, [self.description, self.decision_reason])),
                "hours_lost": max(self.hours_lost, 0),
                "evidence": self.env._(
                    "%(voices)s voices in the log, %(minutes)d minutes lost a week.",
                    voices=self.voice_count,
                    minutes=self.minutes_lost,
                ),
            }
        )
