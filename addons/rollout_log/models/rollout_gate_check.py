from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.week import local_day

from .rollout_log_item import OPEN_LOG_STATES

CALM_DAYS = 10


class RolloutGateCheck(models.Model):
    """Exit criteria of hypercare that the log answers: calm for a while, and not too much left open."""

    _inherit = "rollout.gate.check"

    kind = fields.Selection(
        selection_add=[("calm", "Ten working days without a critical item"), ("backlog", "Few items are open")],
        ondelete={"calm": "cascade", "backlog": "cascade"},
    )

    @api.model
    def _get_default_checks(self):
        return [
            *super()._get_default_checks(),
            {"kind": "calm", "moment": "stable", "sequence": 20},
            {"kind": "backlog", "moment": "stable", "sequence": 30},
        ]

    @api.model
    def _get_all_items(self):
        return self.env["rollout.log.item"].with_context(active_test=False)

    @api.model
    def _get_critical_domain(self, phases) -> Domain:
        """Return the domain of the items that were ever critical for one of ``phases``, or for anybody."""
        return Domain("critical_on", "!=", False) & self._get_concerned_domain(phases)

    @api.model
    def _get_backlog_domain(self, phases) -> Domain:
        """Return the domain of the open items of one of ``phases``, or of anybody; a merged one is part of another."""
        waiting = Domain("state", "in", OPEN_LOG_STATES) & Domain("merged_into_id", "=", False)
        return waiting & self._get_concerned_domain(phases)

    @api.model
    def _get_concerned_domain(self, phases) -> Domain:
        return Domain("program_id", "in", phases.program_id.ids) & Domain("phase_id", "in", [False, *phases.ids])

    @api.model
    def _evaluate_calm(self, phases):
        """Count the working days since an item last became critical, or since go-live.

        That it happened is all that counts: not whether the item is still critical, open or in sight. An item whose
        department isn't named may be anybody's: it counts for every phase of its program.
        """
        latest = {
            (program, phase): moment
            for program, phase, moment in self._get_all_items()._read_group(
                self._get_critical_domain(phases), ["program_id", "phase_id"], ["critical_on:max"]
            )
        }
        unnamed = self.env["rollout.phase"]
        # The programs of a company share its working schedule and its time zone.
        working_days = {}
        for company, group in phases.filtered("go_live_date").grouped(lambda p: p.program_id.company_id).items():
            program = group.program_id[0]
            working_days[company] = program._get_working_days(min(group.mapped("go_live_date")), program._get_today())
        results = {}
        for phase in phases:
            program = phase.program_id
            if not phase.go_live_date:
                results[phase.id] = "missing", self.env._("It hasn't gone live yet.")
                continue
            timezone = program._get_timezone()
            moments = [latest.get((program, whose)) for whose in (phase, unnamed)]
            start = max([phase.go_live_date, *(local_day(moment, timezone) for moment in moments if moment)])
            days = sum(day > start for day in working_days[program.company_id])
            results[phase.id] = (
                "pass" if days >= CALM_DAYS else "fail",
                self.env._("%(days)s of %(needed)s working days", days=min(days, CALM_DAYS), needed=CALM_DAYS),
            )
        return results

    @api.model
    def _evaluate_backlog(self, phases):
        """Compare the open items of ``phases``, those out of sight included, with the limit of their program.

        An item whose department isn't named may be anybody's: it counts for every phase of its program.
        """
        counts = {
            (program, phase): count
            for program, phase, count in self._get_all_items()._read_group(
                self._get_backlog_domain(phases), ["program_id", "phase_id"], ["__count"]
            )
        }
        unnamed = self.env["rollout.phase"]
        results = {}
        for phase in phases:
            program = phase.program_id
            count = sum(counts.get((program, whose), 0) for whose in (phase, unnamed))
            limit = program.hypercare_backlog_limit
            results[phase.id] = (
                "pass" if count <= limit else "fail",
                self.env._("%(count)s items are open, %(limit)s may be", count=count, limit=limit),
            )
        return results

    def _fix_calm(self):
        action = self.phase_id.action_view_log()
        domain = list(self._get_critical_domain(self.phase_id))
        return {**action, "domain": domain, "context": {"active_test": False}}

    def _fix_backlog(self):
        action = self.phase_id.action_view_log()
        domain = list(self._get_backlog_domain(self.phase_id))
        return {**action, "domain": domain, "context": {"active_test": False}}
