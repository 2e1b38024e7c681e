from odoo import api, fields, models
from odoo.tools import format_time

from odoo.addons.base.models import ir_actions_report
from odoo.addons.rollout_base.tools.excerpt import excerpt
from odoo.addons.rollout_base.tools.reader_dates import format_date

# What one A4 page holds, in pixels of the template, and how many of anything else.
CHECKS_HEIGHT = 396
LINE_HEIGHT, ROW_BORDER = 15, 3
OVERRIDE_HEIGHT = 49
OVERRIDES_MOST = 3
BLOCKING_MOST = 5
CHAMPIONS_MOST = 6
# Characters in a line of each column. Cells are clipped as well: letters differ in width.
NAME_CHARS, DETAIL_CHARS = 32, 52
# What a check that was waived takes in addition, the reason cut so that the finding stays behind it.
WAIVER_LINES = 2
REASON_CHARS = 80


class RolloutGateReport(models.AbstractModel):
    """One page about a phase's gate, for a meeting or a file.

    It is made with the rights of whoever prints it: who may not read the checks sees how many of
    them pass, and no evidence.
    """

    _name = "report.rollout_phase.gate_report"
    _description = "Gate Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        phases = self.env["rollout.phase"].browse(docids)
        phases.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "rollout.phase",
            "docs": phases,
            "pages": [self._prepare_page(phase) for phase in phases],
            "printed_by": excerpt(self.env.user.name, 40),
            "zoom": self._get_zoom(),
        }

    @api.model
    def _get_zoom(self) -> float:
        """Return what makes a pixel 1/96 of an inch on paper with the wkhtmltopdf that is here.

        An unpatched Qt lays a page out a quarter wider than it is, and shrinks it.
        """
        return 1 if ir_actions_report._wkhtml().is_patched_qt else 1.25

    @api.model
    def _format_moment(self, program, moment) -> str:
        timezone = program._get_timezone()
        local = fields.Datetime.context_timestamp(self.with_context(tz=timezone), moment)
        return (
            f"{format_date(self.env, local.date())} {format_time(self.env, moment, tz=timezone, time_format='short')}"
        )

    @api.model
    def _prepare_page(self, phase) -> dict:
        """Return the texts of one page, each short enough for its place."""
        program = phase.program_id
        checks = phase.gate_check_ids
        if phase.stage_code in ("live", "stable"):
            checks |= phase.exit_check_ids
        overrides = phase.override_ids
        rows = self._prepare_rows(checks, CHECKS_HEIGHT + OVERRIDE_HEIGHT * max(0, OVERRIDES_MOST - len(overrides)))
        return {
            "phase": phase,
            "company": phase.company_id.name,
            "printed_on": self._format_moment(program, fields.Datetime.now()),
            "name": excerpt(phase.display_name, 40),
            "stage": phase.stage_id.name,
            "facts": self._prepare_facts(phase),
            "passed": phase.gate_passed,
            "total": phase.gate_total,
            "open": phase.gate_open,
            "is_ahead": phase.stage_code in ("preparing", "ready"),
            "blocking": self._prepare_blocking(phase, checks),
            "rows": rows,
            "checks_left": len(checks) - len(rows),
            "counts": self._count_states(phase.gate_check_ids),
            "overrides": [self._prepare_override(override) for override in overrides[:OVERRIDES_MOST]],
            "overrides_left": max(0, len(overrides) - OVERRIDES_MOST),
            "signature": self._prepare_signature(program),
        }

    @api.model
    def _prepare_facts(self, phase) -> list[tuple[str, str]]:
        program = phase.program_id
        champions = phase.champion_ids.mapped("display_name")
        named = ", ".join(champions[:CHAMPIONS_MOST])
        if left := len(champions[CHAMPIONS_MOST:]):
            named = self.env._("%(names)s and %(count)s more", names=named, count=left)
        live = phase.go_live_date
        return [
            (label, excerpt(value, 110) or "–")
            for label, value in (
                (self.env._("Program"), program.display_name),
                (self.env._("Department"), phase.department_id.display_name),
                (self.env._("Planned go-live"), format_date(self.env, phase.planned_go_live)),
                (
                    self.env._("Go-live"),
                    live and self.env._("%(date)s, day %(day)s", date=format_date(self.env, live), day=phase.day),
                ),
                # Everybody who sees the program sees who these are.
                (self.env._("Sponsor"), program.sponsor_id.sudo().name),
                (self.env._("Lead"), program.lead_id.sudo().name),
                (self.env._("Implementation partner"), program.partner_id.sudo().display_name),
                (self.env._("Champions"), named),
            )
        ]

    @api.model
    def _prepare_blocking(self, phase, checks) -> dict:
        """Return the names of the checks in the way of the phase's next step, and how many more there are.

        :param checks: those that the reader may see
        """
        moment = "go_live" if phase.stage_code in ("preparing", "ready") else "stable"
        if phase.stage_code not in ("preparing", "ready", "live"):
            return {"names": [], "left": 0, "moment": moment}
        blocking = checks & phase._get_blocking_checks(moment)
        names = [excerpt(check.display_name, 60) for check in blocking]
        return {"names": names[:BLOCKING_MOST], "left": len(names[BLOCKING_MOST:]), "moment": moment}

    @api.model
    def _count_states(self, checks) -> list[tuple[str, str, int]]:
        labels = dict(checks._fields["state"]._description_selection(self.env))
        states = checks.mapped("state")
        return [(state, labels[state], states.count(state)) for state in labels]

    @api.model
    def _prepare_rows(self, checks, height: int) -> list[dict]:
        """Return a row for each check, as long as they fit into ``height``; the more there are, the shorter."""
        # What doesn't hold is what the page is for: it stays when there are too many.
        kept = checks.sorted(lambda check: check.state == "pass")[: height // (LINE_HEIGHT + ROW_BORDER)]
        shown = checks & kept
        overridden = checks.phase_id.override_ids.check_ids
        waived = shown.filtered(self._is_waived)
        # Who waived it, and why, beside what was found, if there is room.
        extra = WAIVER_LINES if len(shown) * (LINE_HEIGHT + ROW_BORDER) + self._measure(waived) <= height else 0
        share = (height - (extra and self._measure(waived))) // max(1, len(shown))
        lines = max(1, min(4, (share - ROW_BORDER) // LINE_HEIGHT))
        return [
            self._prepare_row(number, check, lines + (extra if check in waived else 0), check in overridden)
            for number, check in enumerate(shown, start=1)
        ]

    @api.model
    def _measure(self, waived) -> int:
        return len(waived) * WAIVER_LINES * LINE_HEIGHT

    @api.model
    def _prepare_row(self, number: int, check, lines: int, overridden: bool) -> dict:
        labels = dict(check._fields["state"]._description_selection(self.env))
        return {
            "number": number,
            "moment": check.moment,
            "name": excerpt(check.display_name, lines * NAME_CHARS),
            "detail": excerpt(self._describe_finding(check), lines * DETAIL_CHARS),
            "state": check.state,
            "state_label": labels[check.state],
            "mandatory": check.mandatory,
            "overridden": overridden,
            "waived": self._is_waived(check),
            "lines": lines,
        }

    @api.model
    def _is_waived(self, check) -> bool:
        # A lead may ask for it again.
        return bool(check.waived_on) and not check.mandatory

    @api.model
    def _describe_finding(self, check) -> str:
        """Return what the check found, after who waived it and why if somebody did."""
        if not self._is_waived(check):
            return check.detail
        moment = fields.Datetime.context_timestamp(
            self.with_context(tz=check.phase_id.program_id._get_timezone()), check.waived_on
        )
        # The sponsor who waived it is named to whoever may see the check, but not that user.
        sponsor_sudo = check.waived_by_id.sudo()
        waiver = self.env._(
            "Waived by %(sponsor)s on %(date)s: %(reason)s",
            sponsor=sponsor_sudo.name,
            date=format_date(self.env, moment.date()),
            reason=excerpt(check.waiver_reason, REASON_CHARS),
        )
        return f"{waiver} · {check.detail}"

    @api.model
    def _prepare_override(self, override) -> dict:
        return {
            # The sponsor who overrode the gate is named to whoever may see the phase, but not that user.
            "name": override.user_id.sudo().name,
            "date": self._format_moment(override.phase_id.program_id, override.date),
            "reason": excerpt(override.reason, 180),
        }

    @api.model
    def _prepare_signature(self, program) -> dict:
        signature = program.signature_id
        if not signature:
            return {}
        return {
            "name": excerpt(signature.signer_name, 60),
            "date": self._format_moment(program, signature.signed_on),
            "hash": signature.hash[:12],
            "months": signature.months,
        }
