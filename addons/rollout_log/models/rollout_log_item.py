from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

KINDS = [
    ("issue", "Issue"),
    ("confusion", "Confusion"),
    ("frustration", "Frustration"),
    ("request", "Feature request"),
    ("forgotten_workflow", "Forgotten workflow"),
    ("process_gap", "Process gap"),
]
OPEN_LOG_STATES = ("new", "in_progress")
DECIDED_LOG_STATES = ("decided", "closed")
# Items from these ways in were worded by the team; all others may hold what staff wrote.
TEAM_SOURCES = ("manual", "training", "freeze")


class RolloutLogItem(models.Model):
    """What the team handles: one problem, question or wish, from however many voices.

    A critical item is told at once to those who can do something about it, and remembered for what it was. Nothing open
    is put out of sight, and nothing that was told is deleted.
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
    origin = fields.Char("Where", readonly=True, help="The screen or conversation that it is about.")
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

    _minutes_lost_not_negative = models.Constraint("CHECK (minutes_lost >= 0)", "The minutes lost can't be negative.")

    # The first page of the log, of each status and in the log's own order, without sorting. A yes or no is
    # ordered by Odoo as it is written here; an index on the column alone would never be used.
    _first_page = models.Index("((COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    _status_page = models.Index("(state, (COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    # What the columns of the log add up, without looking at the items themselves; record rules ask for the program.
    _status_totals = models.Index("(company_id, state) INCLUDE (minutes_lost, program_id) WHERE active IS TRUE")

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

    @api.depends("minutes_lost")
    def _compute_hours_lost(self):
        for item in self:
            item.hours_lost = item.minutes_lost / 60

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
