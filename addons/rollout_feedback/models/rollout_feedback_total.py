from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_log.models.rollout_log_item import KINDS

from ..tools.release import FIGURES
from ..tools.totals import sum_up


class RolloutFeedbackTotal(models.Model):
    """What is left of a week's answers when the answers themselves are gone: counts and averages.

    Written when the week is released, in the same transaction, and never changed. A department has
    totals only where it is named on the answers.
    """

    _name = "rollout.feedback.total"
    _description = "Rollout Feedback Total"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "week desc, scope desc, department_id, figure, kind, id"
    _rec_name = "week"
    _alike_by = {"average": ("figure", "scope"), "count": ("figure", "scope")}
    _weighted_by = {"average": "count"}

    wave_id = fields.Many2one("rollout.wave", "Weekly Form", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="wave_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    week = IsoWeek(related="wave_id.week", store=True)
    scope = fields.Selection(
        [("program", "Whole Program"), ("department", "Department")],
        required=True,
        help="The whole program includes the departments: don't add the two up.",
    )
    department_id = fields.Many2one("hr.department", ondelete="set null")
    figure = fields.Selection(selection="_selection_figure", required=True)
    kind = fields.Selection(selection=KINDS)
    count = fields.Integer("Answers", help="How many answered this question.")
    average = fields.Float(aggregator="avg", help="Empty where fewer answered than the minimum group.")

    @api.model
    def _selection_figure(self):
        questions = self.env["rollout.feedback"]._fields
        return [
            ("answers", self.env._("Answers")),
            *((name, questions[name]._description_string(self.env)) for name in FIGURES),
            ("kind", questions["kind"]._description_string(self.env)),
        ]

    @api.model
    def _write_totals(self, waves):
        """Write the totals of those released ``waves`` that have none yet."""
        known = {wave for (wave,) in self._read_group([("wave_id", "in", waves.ids)], ["wave_id"])}
        waves = waves.filtered(lambda wave: wave.state == "released" and wave not in known)
        answers_by_wave = self._get_answers(waves)
        values = []
        for wave in waves:
            minimum = max(wave.minimum_group, wave.program_id.feedback_minimum_group)
            totals = sum_up(answers_by_wave[wave.id], minimum)
            values += [{**total, "wave_id": wave.id} for total in totals]
        self.create(values)

    @api.model
    def _get_answers(self, waves) -> dict[int, list[dict]]:
        """Return the answers by wave; the ORM can't tell a question not answered from the answer 0."""
        answers = {wave.id: [] for wave in waves}
        if not waves:
            return answers
        self.env["rollout.feedback"].flush_model()
        figures = SQL(", ").join(SQL.identifier(figure) for figure in FIGURES)
        query = SQL(
            "SELECT wave_id, department_id, kind, sender_name, %s FROM rollout_feedback WHERE wave_id IN %s",
            figures,
            waves._ids,
        )
        for row in self.env.execute_query_dict(query):
            answers[row.pop("wave_id")].append(row)
        return answers
