from odoo import api, fields, models

# The ten aspects of a job that a change may touch, as Prosci publishes them ("10 aspects of change
# impact"); the order and the wording are ours.
ASPECTS = [
    ("process", "Ways of working"),
    ("system", "Software"),
    ("tool", "Tools and equipment"),
    ("role", "Job roles"),
    ("behaviour", "Habits that matter"),
    ("mindset", "Attitudes and beliefs"),
    ("reporting", "Who reports to whom"),
    ("review", "How performance is judged"),
    ("pay", "Pay and rewards"),
    ("location", "Place of work"),
]
LEVEL_MAX = 5


class RolloutImpact(models.Model):
    """How much one aspect of a department's work changes with its go-live."""

    _name = "rollout.impact"
    _description = "Rollout Change Impact"
    _inherit = ["rollout.figures.mixin", "rollout.phase.part.mixin"]
    _order = "phase_id, id"
    _rec_name = "aspect"
    # Which aspects there are is said when the phase is made, with its other values.
    _open_fields = _fixed_fields = frozenset({"aspect"})
    _counted_where = {"score": [("level", "!=", False)]}

    aspect = fields.Selection(ASPECTS, required=True, readonly=True)
    # An aspect that nobody has judged is not one in which nothing changes: empty is not 0.
    level = fields.Selection(
        [
            ("0", "Nothing changes"),
            ("1", "Barely noticed"),
            ("2", "A little"),
            ("3", "Clearly"),
            ("4", "A lot"),
            ("5", "Everything changes"),
        ],
        "How Much",
    )
    score = fields.Integer("Impact", compute="_compute_score", store=True, aggregator="avg", help="From 0 to 5.")
    score_max = fields.Integer(compute="_compute_score_max")
    note = fields.Char("What Changes", help="What changes, and for whom.")

    _aspect_unique = models.UniqueIndex("(phase_id, aspect)", "This phase already has that aspect.")

    @api.depends("level")
    def _compute_score(self):
        for impact in self:
            impact.score = int(impact.level or 0)

    def _compute_score_max(self):
        self.score_max = LEVEL_MAX
