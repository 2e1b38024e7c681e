from odoo import api, fields, models

from odoo.addons.rollout_phase.tools.week import local_day

from .rollout_program import OPEN_LOG_STATES

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
    def _evaluate_calm(self, phases):
        """Count the working days since the last critical item, or since go-live.

        An item whose department isn't named may be anybody's: it counts for every phase of its
        program.
        """
        latest = {
            (program, phase): moment
            for program, phase, moment in self.env["rollout.log.item"]._read_group(
                [
                    ("critical", "=", True),
                    ("program_id", "in", phases.program_id.ids),
                    ("phase_id", "in", [False, *phases.ids]),
                    # An item that was merged into another happened all the same.
                    "|",
                    ("active", "=", True),
                    ("merged_into_id", "!=", False),
                ],
                ["program_id", "phase_id"],
                ["create_date:max"],
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
        """Compare the open items of ``phases`` with the limit of their program."""
        counts = dict(
            self.env["rollout.log.item"]._read_group(
                [("phase_id", "in", phases.ids), ("state", "in", OPEN_LOG_STATES)], ["phase_id"], ["__count"]
            )
        )
        return {
            phase.id: (
                "pass" if counts.get(phase, 0) <= phase.program_id.hypercare_backlog_limit else "fail",
                self.env._(
                    "%(count)s items are open, %(limit)s may be",
                    count=counts.get(phase, 0),
                    limit=phase.program_id.hypercare_backlog_limit,
                ),
            )
            for phase in phases
        }

    def _fix_calm(self):
        action = self.phase_id.action_view_log()
        return {**action, "context": {**action["context"], "search_default_filter_critical": True}}

    def _fix_backlog(self):
        return self.phase_id.action_view_log()
