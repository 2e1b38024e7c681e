import logging
from datetime import date

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.rollout_base.tools.reader_dates import format_date

_logger = logging.getLogger(__name__)

# Stands for each reader's own link in the mail that is rendered once for all of them.
LINK_PLACEHOLDER = "https://unsubscribe.invalid/"
# As often as the digest comes: what is told of the last days stands in one of them.
DAYS = 7


class RolloutDigestSection(models.Model):
    """One part of a program's digest for one audience.

    A company's own section takes the place of the one that all share, also where it is archived.

    To add a kind of section, an addon extends ``kind``, adds the method ``_render_<kind>`` and a
    record for each audience; see the readme.
    """

    _name = "rollout.digest.section"
    _description = "Rollout Digest Section"
    _inherit = ["rollout.shared.mixin"]
    _order = "audience, sequence, id"
    _rec_name = "kind"

    kind = fields.Selection([("phases", "Phases")], required=True)
    audience = fields.Selection(
        [("sponsor", "Sponsor"), ("lead", "Rollout lead"), ("champion", "Champions"), ("staff", "Staff")],
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _kind_unique = models.UniqueIndex(
        "(kind, audience, COALESCE(company_id, 0))", "This digest already has that section."
    )

    def copy_data(self, default=None):
        # A digest has each section once: the copy of a shared one is for a company that wants its own.
        return super().copy_data({"company_id": self.env.company.id, **(default or {})})

    @api.model
    def _render_digests(
        self,
        programs,
        audience: str,
        today: date | None = None,
        link: str | None = None,
        phases=None,
        subtitle: str | None = None,
    ) -> dict[int, Markup]:
        """Render the body of the mail to an audience of each of ``programs``, in the language of the context.

        A section that fails says so in its place and leaves the others alone.

        :param audience: a key of ``audience``
        :param today: the day that it is for the readers; that of each program if not given
        :param link: where a reader ends the digest; without one it only says that there is such a link
        :param phases: those that the mail is about; all that aren't cancelled if not given
        :param subtitle: what the mail is about; where the launch stands on ``today`` if not given
        :return: ``{program_id: html}`` with an entry for each program
        """
        # The mail is the same whoever previews it, and each audience's sections hold what it may read.
        programs_sudo = programs.sudo()
        if phases is None:
            phases = programs_sudo.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
        phases_sudo = phases.sudo()
        sections_sudo = self.sudo().with_context(active_test=False).search_fetch([("audience", "=", audience)])
        own = {(section_sudo.kind, section_sudo.company_id) for section_sudo in sections_sudo}
        titles = dict(self._fields["kind"]._description_selection(self.env))
        parts = {program.id: [] for program in programs}
        for section_sudo in sections_sudo.filtered("active"):
            kind, company_sudo = section_sudo.kind, section_sudo.company_id
            told_sudo = programs_sudo.filtered(
                lambda program_sudo, kind=kind, company_sudo=company_sudo: (
                    program_sudo.company_id == company_sudo
                    if company_sudo
                    else (kind, program_sudo.company_id) not in own
                )
            )
            for program_id, body in section_sudo._render(told_sudo, phases_sudo).items() if told_sudo else ():
                if body:
                    parts[program_id].append((titles[section_sudo.kind], body))
        return {
            program_sudo.id: self._render_layout(
                program_sudo,
                subtitle=subtitle
                or self.env._(
                    "Where the launch stands on %s",
                    format_date(self.env, today or program_sudo._get_today(), date_format="long"),
                ),
                sections=parts[program_sudo.id],
                button=self._prepare_button(program_sudo, audience),
                reason=self._describe_audience(audience),
                link=link,
            )
            for program_sudo in programs_sudo
        }

    @api.model
    def _render_layout(self, program, **values) -> Markup:
        """Put sections into the frame that all mails of the digest have."""
        values = {**values, "program": program, "lang_html": (self.env.lang or "en_US").replace("_", "-")}
        return self.env["ir.qweb"]._render("rollout_digest.digest", values)

    @api.model
    def _prepare_button(self, program, audience: str) -> tuple[str, str] | None:
        """Return label and address of the page that readers go on to; None if there is none that all can open."""
        if audience == "staff":
            return None
        return self.env._("Open the program"), f"{program.get_base_url()}/odoo/rollout.program/{program.id}"

    @api.model
    def _describe_audience(self, audience: str) -> str:
        """Say why somebody gets this mail."""
        reasons = {
            "sponsor": self.env._("You get this mail each week because you are the sponsor of this launch."),
            "lead": self.env._("You get this mail each week because you lead this launch."),
            "champion": self.env._("You get this mail each week because you are a champion of this launch."),
            "staff": self.env._("You get this mail each week because your department takes part in this launch."),
        }
        return reasons[audience]

    def _render(self, programs, phases):
        """Render this section for all programs at once or, if that fails, for each alone."""
        self.ensure_one()
        own = phases.filtered(lambda phase: phase.program_id in programs)
        try:
            with self.env.cr.savepoint():
                return getattr(self, f"_render_{self.kind}")(programs, self.audience, own)
        except Exception:  # one section, or one program, must not silence the others
            if len(programs) == 1:
                _logger.exception("Digest section %s of %s failed", self.kind, programs)
                return {programs.id: self.env["ir.qweb"]._render("rollout_digest.digest_failed")}
        isolated = {}
        for program in programs:
            isolated |= self._render(program, own)
        return isolated

    @api.model
    def _render_phases(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render where each phase stands: its stage, its day and, for whom it is to see, its gate."""
        return {
            program.id: self.env["ir.qweb"]._render(
                "rollout_digest.digest_section_phases",
                {"rows": [self._prepare_phase_row(phase, audience) for phase in own]},
            )
            for program, own in phases.grouped("program_id").items()
        }

    @api.model
    def _prepare_phase_row(self, phase, audience):
        if phase.go_live_date:
            stage = self.env._("%(stage)s, day %(day)s", stage=phase.stage_id.name, day=phase.day)
            return {"name": phase.name, "stage": stage, "outlook": False}
        outlook = []
        if phase.planned_go_live:
            day = format_date(self.env, phase.planned_go_live, date_format="long")
            outlook.append(self.env._("planned for %s", day))
        if audience != "staff":
            outlook.append(
                self.env._("gate: %(passed)s of %(total)s", passed=phase.gate_passed, total=phase.gate_total)
            )
        return {"name": phase.name, "stage": phase.stage_id.name, "outlook": ", ".join(outlook)}

    @api.model
    def _render_entries(self, template: str, entries_by_program: dict) -> dict[int, Markup]:
        """Render a section that lists ``entries``, for the programs that have any."""
        return {
            program.id: self.env["ir.qweb"]._render(template, {"entries": entries})
            for program, entries in entries_by_program.items()
            if entries
        }
