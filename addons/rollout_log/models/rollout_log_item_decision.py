from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .rollout_log_item import DECIDED_LOG_STATES, OPEN_LOG_STATES

DECISIONS = [
    ("practice", "Settles with practice"),
    ("training", "Training"),
    ("configuration", "Configuration"),
    ("process_change", "Process change"),
    ("parked", "Customization: waits for the freeze to end"),
    ("wont_do", "Won't do"),
]


class RolloutLogItem(models.Model):
    """A decision with its reason: the only way out of the open part of the log."""

    _inherit = "rollout.log.item"
    _recorded_fields = frozenset({"decision"})

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

    def _init_column(self, column_name):
        if column_name != "open_since":
            return super()._init_column(column_name)
        # Items from before this field have been open since they were made.
        self.env.cr.execute(
            SQL("UPDATE %s SET open_since = create_date WHERE open_since IS NULL", SQL.identifier(self._table))
        )
        return None

    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)
        if not self.env.su and any(vals["state"] in DECIDED_LOG_STATES for vals in vals_list):
            self._refuse_undecided()
        return vals_list

    def write(self, vals):
        state = vals.get("state")
        if self.env.su or not state:
            return super().write(vals)
        if state in DECIDED_LOG_STATES and not all(item.decision for item in self):
            self._refuse_undecided()
        reopened = self.browse()
        if state in OPEN_LOG_STATES:
            reopened = self.filtered(lambda item: item.state in DECIDED_LOG_STATES)
        result = super().write(vals)
        reopened._forget_decision()
        return result

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
            }
        )
