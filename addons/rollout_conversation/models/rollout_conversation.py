from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.reader_dates import format_date

GC_BATCH_SIZE = 1000


class RolloutConversation(models.Model):
    """A note on a talk with one person who finds the change hard. Its author alone may read it.

    Who wrote it is ``create_uid``, which no client can set. It has no chatter, no followers and no
    activities of its own: each of them would show it, or its existence, to others. The reminder is
    a personal activity of the author's, which belongs to no record and says nothing.
    """

    _name = "rollout.conversation"
    _description = "Rollout Conversation"
    _inherit = ["rollout.branch.mixin", "rollout.calendar.mixin"]
    _order = "state desc, follow_up_date, date desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"program_id"})
    _branch_fields = frozenset({"employee_id"})
    _is_personal = True

    program_id = fields.Many2one(
        "rollout.program",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["rollout.program"]._get_only_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    # Their record may go at any time: no note of a colleague's may stand in the way.
    employee_id = fields.Many2one(
        "hr.employee",
        "Talk With",
        ondelete="set null",
        index="btree_not_null",
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
    )
    date = fields.Date(compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    note = fields.Text("What Was Said")
    follow_up_date = fields.Date("Talk Again On", help="You, and nobody else, are reminded on this day.")
    outcome = fields.Selection(
        [
            ("listened", "Was heard"),
            ("help", "Gets help or training"),
            ("changed", "Something is changed"),
            ("convinced", "Gives it a try"),
            ("unresolved", "No agreement yet"),
        ],
        help="What came of it.",
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, default="open", index=True, group_expand=True
    )
    closed_on = fields.Date(compute="_compute_closed_on", store=True, index=True)
    reminder_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    @api.depends("date")
    def _compute_display_name(self):
        # Names show up in many places: this one names nobody.
        for conversation in self:
            day = format_date(self.env, conversation.date) if conversation.date else ""
            conversation.display_name = self.env._("Conversation of %s", day)

    @api.depends("state")
    def _compute_closed_on(self):
        for conversation in self:
            if conversation.state == "open":
                conversation.closed_on = False
            elif not conversation.closed_on:
                conversation.closed_on = conversation.program_id._get_today()

    @api.model_create_multi
    def create(self, vals_list):
        conversations = super().create(vals_list)
        conversations._set_reminder()
        return conversations

    def write(self, vals):
        result = super().write(vals)
        if {"follow_up_date", "state"} & vals.keys():
            self._set_reminder()
        return result

    def unlink(self):
        self._get_reminders().unlink()
        return super().unlink()

    def action_close(self):
        self.state = "closed"

    def action_reopen(self):
        self.state = "open"

    def _get_reminders(self):
        # Done ones are archived; they say no more than the others, and go with the note.
        return self.sudo().reminder_id.with_context(active_test=False)

    def _set_reminder(self):
        """Have each author reminded on the day that the note says, or no more."""
        for conversation in self:
            reminder_sudo = conversation._get_reminders()
            if conversation.state == "closed" or not conversation.follow_up_date:
                reminder_sudo.unlink()
            elif reminder_sudo.active:
                reminder_sudo.date_deadline = conversation.follow_up_date
            else:
                reminder_sudo.unlink()
                # The link to the reminder is guarded against clients.
                conversation.sudo().reminder_id = conversation._new_reminder()

    def _new_reminder(self):
        self.ensure_one()
        author = self.create_uid
        return (
            self.env["mail.activity"]
            .with_user(author)
            .with_context(lang=author.lang)
            .create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": self.env._("Follow-up conversation"),
                    "date_deadline": self.follow_up_date,
                    "user_id": author.id,
                }
            )
        )

    @api.autovacuum
    def _gc_conversations(self):
        """Delete notes out of their time: since they were closed, or last touched by somebody who has left.

        :return: how many notes went, and how many are left to go
        """
        domain = Domain.FALSE
        for days, programs in self.env["rollout.program"]._group_by_retention("conversation_retention_days"):
            limit = fields.Datetime.now() - timedelta(days=days)
            closed = Domain("closed_on", "<", limit.date())
            left = Domain("create_uid.active", "=", False) & Domain("write_date", "<", limit)
            domain |= Domain("program_id", "in", programs.ids) & (closed | left)
        expired = self.search(domain, limit=GC_BATCH_SIZE)
        expired.unlink()
        return len(expired), self.search_count(domain)
