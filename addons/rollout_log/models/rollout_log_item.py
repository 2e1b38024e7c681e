from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html, split_every

from ..tools.summary import summarize

KINDS = [
    ("issue", "Issue"),
    ("confusion", "Confusion"),
    ("frustration", "Frustration"),
    ("request", "Feature request"),
    ("forgotten_workflow", "Forgotten workflow"),
    ("process_gap", "Process gap"),
]
DECISIONS = [
    ("practice", "Settles with practice"),
    ("training", "Training"),
    ("configuration", "Configuration"),
    ("process_change", "Process change"),
    ("parked", "Customization: waits for the freeze to end"),
    ("wont_do", "Won't do"),
]
OPEN_LOG_STATES = ("new", "in_progress")
DECIDED_LOG_STATES = ("decided", "closed")
# Items from these ways in were worded by the team; all others may hold what staff wrote.
TEAM_SOURCES = ("manual", "training", "freeze")
TRAINING_DAYS = 7


class RolloutLogItem(models.Model):
    """What the team handles: one problem, question or wish, from however many voices.

    A critical item is told at once to those who can do something about it, and remembered for what it was. Nothing open
    is put out of sight, and nothing that was told is deleted. A decision with its reason is the only way out of the
    open part of the log. What becomes of an item's words is in ``rollout_log_item_words.py``.
    """

    _name = "rollout.log.item"
    _description = "Rollout Log Item"
    _inherit = [
        "rollout.inside.mixin",
        "rollout.calendar.mixin",
        "rollout.name.mixin",
        "rollout.log.reader.mixin",
        "mail.thread",
        "rollout.asking.mixin",
    ]
    _order = "critical desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"program_id", "phase_id"})
    _fixed_fields = frozenset({"program_id"})
    _recorded_fields = frozenset({"active", "critical", "decision", "kind", "phase_id", "state", "user_id"})
    _asking_fields = frozenset({"user_id", "program_id", "phase_id"})

    name = fields.Char("Summary", required=True, index="trigram")
    description = fields.Text(index="trigram")
    program_id = fields.Many2one(
        "rollout.program",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["rollout.program"]._get_only_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    phase_id = fields.Many2one(
        "rollout.phase",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        domain="[('program_id', '=', program_id)]",
        tracking=True,
        help="Empty where too few people answered to name their department.",
    )
    kind = fields.Selection(KINDS, required=True, default="issue", tracking=True)
    source = fields.Selection(
        [
            ("manual", "Entered by hand"),
            ("training", "Training"),
            ("freeze", "Freeze"),
            ("other", "Other"),
            ("discuss", "Discuss"),
        ],
        required=True,
        readonly=True,
        default="manual",
    )
    origin = fields.Char("Screen or Conversation", readonly=True, help="The screen or conversation that it is about.")
    origin_url = fields.Char("Link", readonly=True, index="btree_not_null")
    reporter_id = fields.Many2one(
        "res.users",
        "Sent By",
        readonly=True,
        ondelete="set null",
        copy=False,
        help="Only if the person chose to give their name.",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("in_progress", "In Progress"),
            ("decided", "Decided"),
            ("closed", "Closed"),
        ],
        required=True,
        default="new",
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    critical = fields.Boolean(tracking=True, help="Somebody can't do their work because of it.")
    critical_on = fields.Datetime(
        "Critical Since",
        readonly=True,
        copy=False,
        help="When it became critical. That it was stays known when it no longer is.",
    )
    minutes_lost = fields.Float(digits=(16, 0), help="An estimate of what it costs in a week, all people together.")
    hours_lost = fields.Float("Hours Lost a Week", compute="_compute_hours_lost")
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who sees to it.",
    )
    active = fields.Boolean(default=True, tracking=True)
    decision = fields.Selection(DECISIONS, readonly=True, copy=False, index="btree_not_null", tracking=True)
    decision_reason = fields.Text("Reason", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
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
    open_since = fields.Datetime(
        readonly=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
        help="When it came in, or was opened again.",
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

    _minutes_lost_not_negative = models.Constraint("CHECK (minutes_lost >= 0)", "The minutes lost can't be negative.")

    # The first page of the log, of each status and in the log's own order, without sorting. A yes or no is
    # ordered by Odoo as it is written here; an index on the column alone would never be used.
    _first_page = models.Index("((COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    _status_page = models.Index("(state, (COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    # What the columns of the log add up, without looking at the items themselves; record rules ask for the program.
    _status_totals = models.Index("(company_id, state) INCLUDE (minutes_lost, program_id) WHERE active IS TRUE")
    _waiting = models.Index("(open_since) WHERE active IS TRUE AND state IN ('new', 'in_progress')")

    @api.depends("minutes_lost")
    def _compute_hours_lost(self):
        for item in self:
            item.hours_lost = item.minutes_lost / 60

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

    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)
        if not self.env.su and any(vals["state"] in DECIDED_LOG_STATES for vals in vals_list):
            self._refuse_undecided()
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.filtered(lambda item: not item.active)._refuse_to_hide()
        items.filtered("critical")._begin_critical()
        items._keep_original_words()
        return items

    def write(self, vals):
        if not self.env.su:
            self._check_changes(vals)
        calm = self.filtered(lambda item: not item.critical) if vals.get("critical") else self.browse()
        reopened = self.browse()
        if not self.env.su and vals.get("state") in OPEN_LOG_STATES:
            reopened = self.filtered(lambda item: item.state in DECIDED_LOG_STATES)
        result = super().write(vals)
        if reopened:
            reopened._forget_decision()
        # A merge brings the day along.
        calm._begin_critical(since=vals.get("critical_on"))
        return result

    def _check_changes(self, vals):
        """
        :raise UserError: somebody would put out of sight, into another department or out of the log what has to stay
        """
        if vals.get("active") and any(item.merged_into_id for item in self):
            raise UserError(self.env._("A merged item comes back with “Split Off” on the item it was merged into."))
        if "phase_id" in vals:
            for item in self.filtered(lambda item: item.critical_on and item.phase_id):
                if item.phase_id.id != vals["phase_id"]:
                    raise UserError(
                        self.env._(
                            "“%(item)s” was critical for %(phase)s, and stays there.",
                            item=item.display_name,
                            phase=item.phase_id.display_name,
                        )
                    )
        if vals.get("state") in DECIDED_LOG_STATES and not all(item.decision for item in self):
            self._refuse_undecided()
        if "active" in vals and not vals["active"]:
            self._refuse_to_hide()

    def _refuse_undecided(self):
        raise UserError(
            self.env._("An item needs a decision first: press “Decide” on it, and say what happens and why.")
        )

    def _refuse_to_hide(self):
        # A merge hides an item elevated: what it brought is open where it went.
        if not self.env.su and (waiting := self.filtered(lambda item: item.state in OPEN_LOG_STATES)[:1]):
            raise UserError(self.env._("“%s” is open: decide on it or merge it first.", waiting.display_name))

    def copy_data(self, default=None):
        if not self.env.su and (told := self.filtered(lambda item: not item._is_worded_by_team())[:1]):
            # The copy would pass for the team's own words.
            raise UserError(self.env._("“%s” is what somebody wrote, and isn't duplicated.", told.display_name))
        return super().copy_data(default)

    def unlink(self):
        # Odoo deletes the notes first, and one of them may tell of a decision that was opened again.
        if not self.env.su and self._has_been_decided():
            self._refuse_to_delete(self[0])
        return super().unlink()

    def _has_been_decided(self) -> bool:
        # Who may read the history of a field is another question than what it holds.
        values_sudo = self.env["mail.tracking.value"].sudo()
        return bool(
            values_sudo.search_count(
                [
                    ("field_id", "=", self.env["ir.model.fields"]._get(self._name, "decision").id),
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "in", self.ids),
                ],
                limit=1,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        # Whoever deletes an item needn't see all for which it is kept.
        if kept_sudo := self.sudo().filtered(lambda item: item._is_on_record())[:1]:
            self._refuse_to_delete(kept_sudo)

    def _is_on_record(self) -> bool:
        """Hook: tell whether the item is kept whatever becomes of it; called with elevated rights."""
        return bool(self.state in DECIDED_LOG_STATES or self.critical_on or not self._is_worded_by_team())

    def _refuse_to_delete(self, item):
        raise UserError(item._explain_kept())

    def _explain_kept(self) -> str:
        """Hook: say for what an item may be kept, and what to do with it."""
        return self.env._(
            "“%s” is kept: somebody wrote it, or it was decided or critical. Archive it once it is decided.",
            self.display_name,
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

    # Who sees to a critical item, and is told of it.

    def _get_role_users(self, role):
        return (role == "owner" and self.user_id) or super()._get_role_users("lead" if role == "owner" else role)

    def _begin_critical(self, since=None):
        # Nobody sets the day; who may change the item says that it is critical.
        self.sudo().critical_on = since or fields.Datetime.now()
        self._notify_critical()

    def _get_critical_users(self):
        """Return the lead and the owner, or who stands in for them, and the phase's champions who can do something."""
        self.ensure_one()
        nobody = self.env["res.users"]
        asked = self._choose_asked([(self, role, nobody) for role in ("lead", "owner")])
        # Whose item it is wants to know, also where others have to act.
        owner = self.user_id.filtered(self.program_id._lets_in)
        champions = self.phase_id._get_champion_users()
        return nobody.union(owner, *asked, champions.filtered(self._filter_writable_by))

    def _notify_critical(self) -> None:
        """Tell everybody concerned but the person who has just done it, each in their language."""
        if not self or not self.env.registry.ready:
            # Nobody is woken by the examples that come with the addon. A client's context has no say in it.
            return
        # The system speaks: neither the reader's rights nor the author of an item, who may have been
        # promised not to be known, play a part.
        robot_sudo = self.env.ref("base.partner_root").sudo()
        for item_sudo in self.with_user(SUPERUSER_ID):
            users = item_sudo._get_critical_users() - self.env.user
            for lang, group in users.grouped("lang").items():
                localized = item_sudo.with_context(lang=lang)
                text = localized.env._("Somebody can't do their work: %s", item_sudo.name)
                localized.message_notify(
                    subject=localized.env._("Critical: %s", item_sudo.name),
                    body=plaintext2html("\n".join(filter(None, [text, item_sudo.description]))),
                    partner_ids=group.partner_id.ids,
                    author_id=robot_sudo.id,
                )

    # A decision, and what follows from it: a training need, or a customization request that waits.

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

    # Who is asked where a decision is overdue.

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
