import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.bar import bar_percent

_logger = logging.getLogger(__name__)

AUDIENCES = [("sponsor", "Sponsor"), ("lead", "Rollout lead")]


class RolloutDigestSection(models.Model):
    """One part of a program's digest, for one audience.

    To add a kind of section, an addon extends ``kind``, adds the method ``_render_<kind>`` and a
    record for each audience; see the readme.
    """

    _name = "rollout.digest.section"
    _description = "Rollout Digest Section"
    _order = "audience, sequence, id"
    _rec_name = "kind"

    kind = fields.Selection([("phases", "Phases"), ("kpi", "KPIs")], required=True)
    audience = fields.Selection(AUDIENCES, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _kind_unique = models.UniqueIndex("(kind, audience)", "This digest already has that section.")

    @api.model
    def _render_digests(self, programs, audience: str) -> dict[int, Markup]:
        """Render the body of the digest of each of ``programs``, in the language of the context.

        A section that fails says so in its place and leaves the others alone.

        :param audience: a key of ``audience``
        :return: ``{program_id: html}`` with an entry for each program
        """
        # The mail is the same whoever previews it, and goes to those who may read all of it.
        programs_sudo = programs.sudo()
        sections_sudo = self.sudo().search([("audience", "=", audience)])
        titles = dict(self._fields["kind"]._description_selection(self.env))
        parts = {program.id: [] for program in programs}
        for section_sudo in sections_sudo:
            for program_id, body in section_sudo._render(programs_sudo).items():
                if body:
                    parts[program_id].append((titles[section_sudo.kind], body))
        return {
            program_sudo.id: self.env["ir.qweb"]._render(
                "rollout_kpi.digest",
                {
                    "program": program_sudo,
                    "subtitle": self.env._(
                        "Where the launch stands on %s",
                        format_date(self.env, program_sudo._get_today()),
                    ),
                    "sections": parts[program_sudo.id],
                    "url": f"{program_sudo.get_base_url()}/odoo/rollout.program/{program_sudo.id}",
                },
            )
            for program_sudo in programs_sudo
        }

    def _render(self, programs):
        """Render this section for all programs at once or, if that fails, for each alone."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                return getattr(self, f"_render_{self.kind}")(programs, self.audience)
        except Exception:  # one section, or one program, must not silence the others
            if len(programs) == 1:
                _logger.exception("Digest section %s of %s failed", self.kind, programs)
                return {programs.id: self.env["ir.qweb"]._render("rollout_kpi.digest_failed")}
        isolated = {}
        for program in programs:
            isolated |= self._render(program)
        return isolated

    @api.model
    def _render_phases(self, programs, audience: str) -> dict[int, Markup]:
        """Render where each phase stands: its stage, its day and its gate."""
        phases = programs.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        return {
            program.id: self.env["ir.qweb"]._render(
                "rollout_kpi.digest_section_phases",
                {"rows": [self._prepare_phase_row(phase) for phase in own]},
            )
            for program, own in phases.grouped("program_id").items()
        }

    @api.model
    def _prepare_phase_row(self, phase):
        if phase.go_live_date:
            stage = self.env._("%(stage)s, day %(day)s", stage=phase.stage_id.name, day=phase.day)
            return {"name": phase.name, "stage": stage, "outlook": False}
        outlook = [self.env._("gate: %(passed)s of %(total)s", passed=phase.gate_passed, total=phase.gate_total)]
        if phase.planned_go_live:
            day = format_date(self.env, phase.planned_go_live)
            outlook.insert(0, self.env._("planned for %s", day))
        return {"name": phase.name, "stage": phase.stage_id.name, "outlook": ", ".join(outlook)}

    @api.model
    def _render_kpi(self, programs, audience: str) -> dict[int, Markup]:
        """Render each KPI's baseline, latest reading and verdict, with bars of table cells."""
        trackings = self.env["rollout.kpi.tracking"].search(
            [
                ("program_id", "in", programs.ids),
                ("phase_id.active", "=", True),
                ("phase_id.stage_code", "!=", "cancelled"),
            ]
        )
        verdicts = dict(trackings._fields["verdict"]._description_selection(self.env))
        result = {}
        for program, own in trackings.grouped("program_id").items():
            rows = [
                {
                    "tracking": tracking,
                    "verdict": verdicts[tracking.verdict],
                    "bars": self._prepare_bars(tracking),
                }
                for tracking in own
            ]
            result[program.id] = self.env["ir.qweb"]._render("rollout_kpi.digest_section_kpi", {"rows": rows})
        return result

    @api.model
    def _prepare_bars(self, tracking):
        values = [
            (self.env._("Baseline"), tracking.baseline_value),
            (self.env._("Day %s", tracking.latest_day), tracking.latest_value),
        ]
        values = [(label, value) for label, value in values if value is not False]
        largest = max((value for _label, value in values), default=0)
        return [
            {
                "label": label,
                "text": formatLang(self.env, value, digits=1),
                "percent": bar_percent(value, largest),
                "latest": index > 0,
            }
            for index, (label, value) in enumerate(values)
        ]
