from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_kpi.tools.measurement import Measurement
from odoo.addons.rollout_kpi.tools.window_rows import window_rows


class RolloutKpi(models.Model):
    _inherit = "rollout.kpi"

    # Without this addon the readings stay, and further ones are entered by hand.
    source = fields.Selection(
        selection_add=[("manual_hours", "Manual-entry hours, from the weekly form")],
        ondelete={"manual_hours": "set default"},
    )

    @api.model
    def _measure_manual_hours(self, windows: list) -> dict:
        """Measure a department's hours a week of typing things twice, from released answers.

        A week belongs to the window in which it ends. It counts if enough people told their hours without
        their names: readings are seen by more than those who may read answers.

        :return: ``{window.key: Measurement}``: mean hours per answer times today's staff, number of answers; as facts
            the staff and the number of weeks
        """
        phases = self.env["rollout.phase"].browse({window.phase_id for window in windows if window.phase_id})
        phase_by_id = {phase.id: phase for phase in phases}
        answers_read = self.env["rollout.feedback"]
        waves_read = self.env["rollout.wave"]
        fields_read = [
            answers_read._fields[name] for name in ("wave_id", "department_id", "manual_hours", "sender_name")
        ]
        fields_read += [answers_read._fields["has_manual_hours"], waves_read._fields["date_to"]]
        fields_read += [waves_read._fields[name] for name in ("program_id", "minimum_group")]
        asked = [(number, window) for number, window in enumerate(windows) if window.phase_id]

        def ids_of(window):
            phase = phase_by_id[window.phase_id]
            return phase.program_id.id, phase.department_id.id

        found = {}
        if asked:
            query = SQL(
                """
                SELECT period.number, sum(week.hours) / sum(week.answers), sum(week.answers)::int, count(*)
                  FROM (VALUES %(rows)s) AS period(number, program_id, department_id, date_from, date_to)
                  JOIN rollout_wave wave
                    ON wave.program_id = period.program_id
                   AND wave.date_to > period.date_from
                   AND wave.date_to <= period.date_to
                  JOIN LATERAL (
                       SELECT sum(answer.manual_hours)::float8 AS hours, count(*) AS answers
                         FROM rollout_feedback answer
                        WHERE answer.wave_id = wave.id
                          AND answer.department_id = period.department_id
                          AND answer.has_manual_hours
                       HAVING count(*) FILTER (WHERE answer.sender_name IS NULL) >= wave.minimum_group
                       ) week ON TRUE
              GROUP BY period.number
                """,
                rows=window_rows(asked, ids_of),
                to_flush=fields_read,
            )
            found = {number: figures for number, *figures in self.env.execute_query(query)}
        results = {}
        for number, window in enumerate(windows):
            mean, count, weeks = found.get(number, (None, 0, 0))
            staff = phase_by_id[window.phase_id].staff_count if window.phase_id else 0
            facts = {"staff": staff, "weeks": weeks}
            results[window.key] = Measurement(None if mean is None else mean * staff, count, facts=facts)
        return results

    def _describe_manual_hours(self, facts: dict) -> str:
        """
        :param facts: how many people the department had when it was measured (``staff``), and how many ``weeks`` told
            of it
        """
        return self.env._(
            "Mean hours per answer times %(staff)s people, over %(weeks)s weeks that name the department",
            staff=facts.get("staff", 0),
            weeks=facts.get("weeks", 0),
        )
