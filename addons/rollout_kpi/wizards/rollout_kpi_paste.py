from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.rollout_base.tools.meant_year import known_years
from odoo.addons.rollout_base.tools.reader_dates import format_date

from ..tools.pasted_points import NO_DATE, NO_NUMBER, NO_YEAR, TOO_LATE, TOO_OLD, TWICE, Writing, read_points
from ..tools.points import MONTH, WEEK


class RolloutKpiPaste(models.TransientModel):
    """Old figures of a KPI, pasted out of a spreadsheet, as points before go-live."""

    _name = "rollout.kpi.paste"
    _description = "Paste Old Figures"
    _inherit = ["rollout.wizard.mixin"]

    tracking_id = fields.Many2one("rollout.kpi.tracking", "KPI of a Phase", required=True)
    period = fields.Selection(
        [(WEEK, "Week"), (MONTH, "Month")],
        "Each Line Is a",
        compute="_compute_period",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    text = fields.Text("Figures")
    method = fields.Char("Where They Come From", help="So that they can be found again.")
    preview = fields.Html(compute="_compute_preview")
    point_count = fields.Integer(compute="_compute_preview")

    @api.depends("tracking_id")
    def _compute_period(self):
        for paste in self:
            kpi = paste.tracking_id.kpi_id
            paste.period = kpi._get_point_period() if kpi else WEEK

    @api.depends("text", "period", "tracking_id")
    @api.depends_context("lang")
    def _compute_preview(self):
        for paste in self:
            lines = paste._read_lines()
            paste.point_count = sum(not line.problem for line in lines)
            rows = [
                {
                    "number": line.number,
                    "text": line.text,
                    "problem": line.problem and paste._explain(line),
                    "value": "" if line.value is None else formatLang(self.env, line.value, digits=1),
                    "first": line.start and format_date(self.env, line.start),
                    "last": line.end and format_date(self.env, line.end - timedelta(days=1)),
                }
                for line in lines
            ]
            paste.preview = self.env["ir.qweb"]._render("rollout_kpi.paste_preview", {"rows": rows}) if rows else False

    def _read_lines(self) -> list:
        """Return what each line says, see :func:`~.tools.pasted_points.read_points`."""
        self.ensure_one()
        tracking = self.tracking_id._origin
        if not self.text or not tracking:
            return []
        lang = self.env["res.lang"]._get_data(code=self.env.user.lang)
        writing = Writing(lang.decimal_point, lang.thousands_sep, lang.date_format)
        until = self._get_end()
        taken = [(point.date_from, point.date_to) for point in tracking.baseline_ids if point.date_from]
        return read_points(self.text, self.period or WEEK, until, writing, taken)

    def _get_end(self):
        """Return the day after the last one that may count."""
        tracking = self.tracking_id
        return tracking.phase_id.go_live_date or tracking.program_id._get_today()

    def _explain(self, line) -> str:
        """Return what keeps a line from being a point, and what to do about it."""
        if line.problem == NO_YEAR:
            return self.env["rollout.kpi.reading"]._explain_year(line.start, known_years(self._get_end()))
        texts = {
            NO_NUMBER: self.env._("There is no number at the end of it."),
            NO_DATE: self.env._("It doesn't begin with a date. Write 2026-03-09, or 2026-03 for a month."),
            TOO_LATE: self.env._(
                "It ends after today, or after go-live. Years are those of the Common Era, such as 2026."
            ),
            TOO_OLD: self.env._("That is more than ten years ago."),
            TWICE: self.env._("These days have a value already."),
        }
        return texts[line.problem]

    def action_add(self):
        """Add all lines as points, or none of them.

        :raise UserError: a line can't be one; what was pasted stays in the dialog
        """
        self.ensure_one()
        lines = self._read_lines()
        if not lines:
            raise UserError(self.env._("Paste the figures first: a value on each line, or a date and a value."))
        wrong = [line for line in lines if line.problem]
        if wrong:
            raise UserError(
                "\n".join(
                    self.env._(
                        "Line %(number)s, “%(text)s”: %(problem)s",
                        number=line.number,
                        text=line.text,
                        problem=self._explain(line),
                    )
                    for line in wrong
                )
            )
        self.env["rollout.kpi.reading"].create(
            [
                {
                    "tracking_id": self.tracking_id.id,
                    "date_from": line.start,
                    "date_to": line.end,
                    "value": line.value,
                    "method": self.method,
                }
                for line in lines
            ]
        )
        return {"type": "ir.actions.act_window_close"}
