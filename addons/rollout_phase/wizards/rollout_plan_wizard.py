from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class RolloutPlanWizard(models.TransientModel):
    """Plans a program's phases from the playbook."""

    _name = "rollout.plan.wizard"
    _description = "Plan from the Playbook"
    _inherit = ["rollout.dated.mixin", "rollout.wizard.mixin"]

    program_id = fields.Many2one("rollout.program", required=True)
    company_id = fields.Many2one(related="program_id.company_id")
    date_start = fields.Date(
        "First Go-Live",
        required=True,
        compute="_compute_date_start",
        precompute=True,
        store=True,
        readonly=False,
        help="The first good day from here on is proposed: a working day, away from month ends.",
    )
    line_ids = fields.One2many(
        "rollout.plan.wizard.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("program_id")
    def _compute_date_start(self):
        for wizard in self:
            program = wizard.program_id
            day = program._get_today() if program else fields.Date.context_today(wizard)
            # Two to four weeks are what the preparations of a first department take.
            day += timedelta(weeks=4)
            first = wizard._get_templates()[:1]
            wizard.date_start = (
                program and program._propose_go_live(day, first.sequence, program._get_go_live_days())
            ) or day

    @api.depends("program_id", "date_start")
    def _compute_line_ids(self):
        for wizard in self:
            templates = wizard._get_templates()
            days = wizard._propose_days(templates)
            kept = {line.template_id: line.department_id for line in wizard.line_ids}
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "template_id": template.id,
                        "department_id": (kept.get(template) or wizard._get_matching_department(template)).id,
                        "planned_go_live": days.get(template),
                    }
                )
                for template in templates
            ]

    def _get_templates(self):
        """Return the pages of the playbook for the program's company, in the order in which departments go."""
        return self.env["rollout.phase.template"].search(
            [("active", "=", True), ("company_id", "in", [False, self.company_id.id])]
        )

    def _propose_days(self, templates) -> dict:
        """Return a good day for each of ``templates``, one after the other, as ``{template: day}``."""
        days = {}
        if self.program_id and self.date_start and self.date_start.year in self._get_meant_years():
            others = self.program_id._get_go_live_days()
            for template in templates:
                wanted = self.date_start + timedelta(days=template.days_after_start)
                if day := self.program_id._propose_go_live(wanted, template.sequence, others):
                    days[template] = day
                    others.append((template.sequence, day))
        return days

    def _get_matching_department(self, template):
        """Return the company's department that is named like the template, if it has no phase yet.

        Where several are, somebody chooses.
        """
        found = self.env["hr.department"].search(
            [
                ("company_id", "in", [False, self.company_id.id]),
                ("name", "=ilike", template.name),
                ("id", "not in", self.program_id.phase_ids.department_id.ids),
            ],
            limit=2,
        )
        found -= self.env["rollout.phase"]._find_launched_elsewhere(found, self.program_id).department_id
        return found if len(found) == 1 else found.browse()

    def action_plan(self):
        """Create a phase for each line that has a department.

        :raise UserError: no line has a department
        """
        self.ensure_one()
        self.program_id.check_access("write")
        lines = self.line_ids.filtered("department_id")
        if not lines:
            raise UserError(self.env._("Choose the department of at least one line."))
        self.program_id._wait_turn()
        # Whoever pressed the button at the same time has planned these.
        lines = lines.filtered(lambda line: line.department_id not in self.program_id.phase_ids.department_id)
        phases = self.env["rollout.phase"].create([line._prepare_phase() for line in lines])
        for phase, line in zip(phases, lines, strict=True):
            phase._demand_checks(line.template_id.check_ids.filtered("mandatory").mapped("name"))
        return self.program_id.action_view_phases()
