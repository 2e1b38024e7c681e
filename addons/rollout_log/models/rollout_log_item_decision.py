from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..tools.summary import summarize
from .rollout_log_item import OPEN_LOG_STATES

DECISIONS = [
    ("practice", "Settles with practice"),
    ("training", "Training"),
    ("configuration", "Configuration"),
    ("process_change", "Process change"),
    ("parked", "Customization: waits for the freeze to end"),
    ("wont_do", "Won't do"),
]
TRAINING_DAYS = 7


class RolloutLogItem(models.Model):
    """A decision with its reason: the only way out of the open part of the log.

    What follows from it, a training need or a customization request that waits, and who is asked where it is overdue.
    """

    _inherit = "rollout.log.item"

    decision = fields.Selection(DECISIONS, readonly=True, copy=False, index="btree_not_null", tracking=True)
    decision_reason = fields.Text("Reason", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    open_since = fields.Datetime(
        readonly=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
        help="When it came in, or was opened again.",
    )
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
    age_days = fields.Integer(
        "Age (Days)",
        compute="_compute_age",
        help="The days from coming in until the decision, or until today.",
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_age", search="_search_is_overdue")
    overdue_noticed = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody has been asked to decide.",
    )

    _waiting = models.Index("(open_since) WHERE active IS TRUE AND state IN ('new', 'in_progress')")

    def _refuse_undecided(self):
        raise UserError(
            self.env._("An item needs a decision first: press “Decide” on it, and say what happens and why.")
        )

    def action_start(self):
        self.state = "in_progress"

    def action_close(self):
        self.state = "closed"

    def action_reopen(self):
        self.state = "in_progress"

    def action_decide(self):
        """Ask for the decision and its reason, for one item or several."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_decide_wizard_action"),
            "context": {"default_item_ids": self.ids},
        }

    def _decide(self, decision: str, reason: str) -> None:
        """Decide on open items in one's own name, and do what follows from the decision.

        :param decision: one of ``DECISIONS``
        :param reason: plain text, said to everybody who follows the item
        :raise AccessError: the user doesn't handle one of the items
        :raise UserError: an item is decided already or belongs to no phase where it needs one, or
            no reason is given
        """
        if not self:
            raise UserError(self.env._("Choose at least one item to decide on."))
        self.check_access("write")
        reason = (reason or "").strip()
        labels = dict(self._fields["decision"]._description_selection(self.env))
        if decision not in labels:
            raise UserError(self.env._("Say what happens: choose a decision."))
        if not reason:
            raise UserError(self.env._("Say why: whoever complained wants to know."))
        self._wait_turn()
        for item in self:
            if not item.active:
                raise UserError(self.env._("“%s” is archived: there is nothing to decide.", item.display_name))
            if item.state not in OPEN_LOG_STATES:
                raise UserError(self.env._("“%s” has already been decided. Open it again first.", item.display_name))
        # Whoever an item is shared with reads the reason; so does the person who is asked to teach it.
        self.program_id._check_own_words(reason)
        self._ensure_can_follow_up(decision)
        # The decision is guarded against clients; who decides has just been checked.
        items_sudo = self.sudo()
        items_sudo.write(
            {
                "state": "decided",
                "decision": decision,
                "decision_reason": reason,
                "decided_on": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )
        for item_sudo in items_sudo:
            item_sudo._post_on_record(
                self.env._("Decided: %(decision)s. %(reason)s", decision=labels[decision], reason=reason),
                subtype_xmlid="mail.mt_comment",
            )
        items_sudo._follow_up()

    def _forget_decision(self) -> None:
        """Let reopened items wait for a decision anew; the discussion keeps the old one."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        # The decision is guarded against clients; whoever may change the status may open an item again.
        for item_sudo in self.sudo():
            item_sudo._post_on_record(
                self.env._(
                    "Opened again. It had been decided: %(decision)s. %(reason)s",
                    decision=labels.get(item_sudo.decision, ""),
                    reason=item_sudo.decision_reason or "",
                )
            )
        self.sudo().write(
            {
                "decision": False,
                "decision_reason": False,
                "decided_on": False,
                "decided_by_id": False,
                "open_since": fields.Datetime.now(),
                # It may become overdue anew.
                "overdue_noticed": False,
            }
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
        self.activity_unlink(["rollout_log.mail_activity_type_decide"])
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

    @api.depends("open_since", "decided_on", "state", "program_id.log_overdue_days")
    def _compute_age(self):
        now = fields.Datetime.now()
        for item in self:
            since = item.open_since or now
            age = (item.decided_on or now) - since
            item.age_days = age.days
            item.is_overdue = item.state in OPEN_LOG_STATES and age >= timedelta(days=item.program_id.log_overdue_days)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        # Only the limits are read here; which items may be seen is for the items' own rules.
        programs_sudo = self.env["rollout.program"].sudo().with_context(active_test=False)
        overdue = Domain.OR(
            Domain("program_id", "in", program_ids) & Domain("open_since", "<=", now - timedelta(days=days))
            for days, program_ids in programs_sudo._read_group([], ["log_overdue_days"], ["id:array_agg"])
        )
        return Domain("state", "in", OPEN_LOG_STATES) & overdue

    @api.model
    def _cron_overdue(self, batch_size=100):
        """Ask the owner, or else the lead, once for a decision on each item that is overdue."""
        domain = Domain("is_overdue", "=", True) & Domain("overdue_noticed", "=", False)
        waiting = self.search(domain, order="open_since, id")
        self.env["ir.cron"]._run_isolated(
            [self.browse(ids) for ids in split_every(batch_size, waiting.ids)],
            lambda items: items.filtered_domain(domain)._ask_to_decide(),
            lambda items: f"Nobody could be asked to decide on {items}",
        )

    def _ask_to_decide(self) -> None:
        """Make one activity for each of ``self``, whose state nobody else changes meanwhile."""
        self.overdue_noticed = True
        self._ask("owner", "rollout_log.mail_activity_type_decide")
