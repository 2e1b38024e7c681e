from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.scoring import weighted_mean

SCORE_MAX = 5
# What a choice rests on; none of it changes once the choice is made.
CHOICE_FIELDS = {"program_id", "partner_id", "moment", "date"}


class RolloutPartnerScorecard(models.Model):
    """How good an implementation partner is, scored at one moment of a program.

    Before the choice each candidate has a scorecard; the chosen partner gets another at day 30, 60
    and 90. Earlier ones are never overwritten.
    """

    _name = "rollout.partner.scorecard"
    _description = "Rollout Partner Scorecard"
    _inherit = [
        "rollout.figures.mixin",
        "rollout.calendar.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "program_id, moment, total desc, id"
    _check_company_auto = True
    _owner_fields = frozenset({"program_id"})
    _recorded_fields = frozenset({"outcome"})
    _alike_by = {"total": ("id",)}
    _counted_where = {"total": [("total", ">", 0)]}

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Implementation Partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    moment = fields.Selection(
        [
            ("choice", "Before Choosing"),
            ("day_30", "Day 30"),
            ("day_60", "Day 60"),
            ("day_90", "Day 90"),
        ],
        required=True,
        default="choice",
        help="When it is scored: before choosing, or so many days after the first go-live.",
    )
    date = fields.Date("Scored On", compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    line_ids = fields.One2many(
        "rollout.partner.score",
        "scorecard_id",
        "Scores",
        copy=True,
        default=lambda self: self._get_default_lines(),
    )
    total = fields.Float(
        "Weighted Score",
        digits=(3, 2),
        compute="_compute_total",
        store=True,
        aggregator="avg",
        tracking=True,
        help="From 1 to 5: each score counts as much as its weight. Unscored criteria don't count.",
    )
    total_percent = fields.Float(
        "Score in Percent",
        compute="_compute_total_percent",
        help="The score as a bar: 5 fills it.",
    )
    is_complete = fields.Boolean("Complete", compute="_compute_total", store=True, help="Every criterion is scored.")
    outcome = fields.Selection(
        [("chosen", "Chosen"), ("declined", "Not Chosen")],
        readonly=True,
        copy=False,
        tracking=True,
    )

    _moment_unique = models.UniqueIndex(
        "(program_id, partner_id, moment)", "This partner is already scored at that moment."
    )

    @api.model
    def _get_default_lines(self) -> list:
        return [
            Command.create({"criterion_id": criterion.id})
            for criterion in self.env["rollout.partner.criterion"].search(
                [("company_id", "in", [False, self.env.company.id])]
            )
        ]

    @api.depends("line_ids.score", "line_ids.weight")
    def _compute_total(self):
        for scorecard in self:
            scored = scorecard.line_ids.filtered("score")
            scorecard.total = weighted_mean((line.score, line.weight) for line in scored) or 0
            scorecard.is_complete = bool(scored) and scored == scorecard.line_ids

    @api.depends("total")
    def _compute_total_percent(self):
        for scorecard in self:
            scorecard.total_percent = 100 * scorecard.total / SCORE_MAX

    @api.depends("partner_id", "moment")
    def _compute_display_name(self):
        moments = dict(self._fields["moment"]._description_selection(self.env))
        for scorecard in self:
            names = (scorecard.partner_id.display_name, moments.get(scorecard.moment))
            scorecard.display_name = " – ".join(filter(None, names))

    @api.model_create_multi
    def create(self, vals_list):
        scorecards = super().create(vals_list)
        scorecards._refuse_late_candidates()
        return scorecards

    def write(self, vals):
        if not self.env.su and CHOICE_FIELDS & vals.keys() and self.filtered("outcome"):
            raise UserError(self.env._("The partner was chosen on this scorecard: it stays as it was."))
        result = super().write(vals)
        if CHOICE_FIELDS & vals.keys():
            self._refuse_late_candidates()
        return result

    @api.model
    def _explain_guard(self, names):
        if "outcome" in names:
            return self.env._("Choose a partner with the button.")
        return super()._explain_guard(names)

    def _refuse_late_candidates(self):
        """
        :raise UserError: one of these would join a comparison after the program's partner was chosen in it
        """
        if self.env.su:
            return
        candidates = self.filtered(lambda card: card.moment == "choice" and not card.outcome)
        for program in candidates.program_id:
            chosen = program.scorecard_ids.filtered(lambda card: card.moment == "choice" and card.outcome == "chosen")
            if program.partner_id in chosen.partner_id:
                raise UserError(
                    self.env._("%s has been chosen already: nobody is compared afterwards.", program.partner_id.name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_when_chosen(self):
        if self.filtered("outcome"):
            raise UserError(self.env._("A partner was chosen on this scorecard: its history is kept."))

    def action_choose(self):
        """Make this candidate the program's partner, and close the comparison as it stands.

        :raise UserError: a criterion isn't scored yet, or this is no scorecard of the choice
        """
        self.ensure_one()
        self.check_access("write")
        if self.moment != "choice":
            raise UserError(self.env._("A partner is chosen on a scorecard “Before Choosing”."))
        if not self.is_complete:
            raise UserError(self.env._("Score every criterion before you choose %s.", self.partner_id.name))
        self.program_id._wait_turn()
        self.program_id.partner_id = self.partner_id
        candidates = self.search([("program_id", "=", self.program_id.id), ("moment", "=", "choice")])
        # Only this action sets an outcome; that the user may write the scorecard has just been checked.
        (candidates - self).sudo().outcome = "declined"
        self.sudo().outcome = "chosen"

    def action_score_again(self):
        """Open the partner's scorecard of the next moment, and make it if there is none."""
        self.ensure_one()
        moments = [moment for moment, _label in self._fields["moment"].selection]
        following = moments[moments.index(self.moment) + 1 :]
        if not following:
            raise UserError(self.env._("Day 90 is the last time a partner is scored."))
        domain = [
            ("program_id", "=", self.program_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("moment", "=", following[0]),
        ]
        self._wait_turn()
        scorecard = self.search(domain, limit=1) or self.create(
            {
                "program_id": self.program_id.id,
                "partner_id": self.partner_id.id,
                "moment": following[0],
            }
        )
        return scorecard._get_records_action()

    def action_view_progress(self):
        """Open this partner's scores in the program as a line over time."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rollout_partner.rollout_partner_scorecard_progress_action"
        )
        return {
            **action,
            "domain": [
                ("program_id", "=", self.program_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("is_complete", "=", True),
            ],
        }

    def action_compare(self):
        """Open the scores side by side: of the selected scorecards, or of all."""
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_partner.rollout_partner_score_action")
        if self:
            action["domain"] = [("scorecard_id", "in", self.ids), ("score", ">", 0)]
        return action
