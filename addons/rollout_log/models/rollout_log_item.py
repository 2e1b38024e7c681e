from odoo import api, fields, models

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
    """What the team handles: one problem, question or wish, from however many voices."""

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
    _recorded_fields = frozenset({"active", "critical", "kind", "phase_id", "state", "user_id"})
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
            ("form", "Weekly form"),
            ("training", "Training"),
            ("freeze", "Freeze"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
        default="manual",
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
    feedback_ids = fields.Many2many(
        "rollout.feedback",
        string="Answers",
        readonly=True,
        copy=False,
        groups="rollout_phase.group_rollout_lead",
    )
    active = fields.Boolean(default=True, tracking=True)

    _minutes_lost_not_negative = models.Constraint("CHECK (minutes_lost >= 0)", "The minutes lost can't be negative.")

    # The first page of the log, of each status and in the log's own order, without sorting. A yes or no is
    # ordered by Odoo as it is written here; an index on the column alone would never be used.
    _first_page = models.Index("((COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    _status_page = models.Index("(state, (COALESCE(critical, FALSE)) DESC, id DESC) WHERE active IS TRUE")
    # What the columns of the log add up, without looking at the items themselves; record rules ask for the program.
    _status_totals = models.Index("(company_id, state) INCLUDE (minutes_lost, program_id) WHERE active IS TRUE")

    @api.depends("minutes_lost")
    def _compute_hours_lost(self):
        for item in self:
            item.hours_lost = item.minutes_lost / 60

    def _get_role_users(self, role):
        return (role == "owner" and self.user_id) or super()._get_role_users("lead" if role == "owner" else role)
