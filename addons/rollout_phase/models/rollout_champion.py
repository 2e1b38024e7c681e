from odoo import api, fields, models


class RolloutChampion(models.Model):
    """An employee whom colleagues ask, named for one phase."""

    _name = "rollout.champion"
    _description = "Rollout Champion"
    _inherit = ["rollout.branch.mixin", "rollout.calendar.mixin", "rollout.name.mixin"]
    _program_path = "phase_id.program_id"
    _rec_name = "employee_id"
    _check_company_auto = True
    _owner_fields = frozenset({"phase_id"})
    _branch_fields = frozenset({"employee_id"})
    _named_within = "phase_id"

    phase_id = fields.Many2one("rollout.phase", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="phase_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
    )
    note = fields.Char("Helps With", help="What colleagues ask this person about.")
    promised_percent = fields.Float(
        "Promised Time (%)",
        default=20,
        help="The share of the working week which the champion may spend on the launch.",
        aggregator=None,
    )
    time_ids = fields.One2many(
        "rollout.champion.time",
        "champion_id",
        groups="rollout_phase.group_rollout_champion",
    )
    logged_percent = fields.Float(
        "Time Given (%)",
        compute="_compute_logged_percent",
        compute_sudo=True,
        groups="rollout_phase.group_rollout_champion",
        help="Logged hours of the last four weeks, or since the first log if that is later, as a "
        "share of the working time.",
    )
    time_warning = fields.Char(
        compute="_compute_time_warning",
        compute_sudo=True,
        groups="rollout_phase.group_rollout_champion",
    )

    _employee_unique = models.UniqueIndex("(phase_id, employee_id)", "This person is already a champion of this phase.")
    _promised_percent_share = models.Constraint(
        "CHECK (promised_percent >= 0 AND promised_percent <= 100)",
        "The promised time is a share of the week, between 0 and 100 %.",
    )

    @api.depends("time_ids.hours", "time_ids.date")
    def _compute_logged_percent(self):
        for today, champions in self.grouped(lambda champion: champion._get_own_today()).items():
            month_ago = fields.Date.subtract(today, days=28)
            logged = {
                champion: (hours, first)
                for champion, hours, first in self.env["rollout.champion.time"]._read_group(
                    [
                        ("champion_id", "in", champions.ids),
                        ("date", ">", month_ago),
                        ("date", "<=", today),
                    ],
                    ["champion_id"],
                    ["hours:sum", "date:min"],
                )
            }
            for champion in champions:
                hours, first = logged.get(champion._origin, (0, today))
                weeks = max(1, ((today - first).days + 1) / 7)
                week_hours = champion.employee_id.resource_calendar_id.hours_per_week or 40
                champion.logged_percent = 100 * hours / weeks / week_hours

    @api.depends("logged_percent", "promised_percent", "phase_id.program_id.champion_time_minimum")
    def _compute_time_warning(self):
        for champion in self:
            minimum = champion.phase_id.program_id.champion_time_minimum
            if champion.promised_percent < minimum:
                champion.time_warning = self.env._(
                    "%(promised)d %% promised, %(minimum)d %% needed",
                    promised=champion.promised_percent,
                    minimum=minimum,
                )
            elif champion.time_ids and champion.logged_percent < minimum:
                champion.time_warning = self.env._(
                    "%(given)d %% given, %(minimum)d %% needed",
                    given=champion.logged_percent,
                    minimum=minimum,
                )
            else:
                champion.time_warning = False

    # What is asked of a phase's champions follows who they are.

    @api.model_create_multi
    def create(self, vals_list):
        champions = super().create(vals_list)
        for phase, own in champions.grouped("phase_id").items():
            phase._on_champions_change(self.env["hr.employee"], own.employee_id)
        return champions

    def write(self, vals):
        if not {"phase_id", "employee_id"} & vals.keys():
            return super().write(vals)
        before = {champion: (champion.phase_id, champion.employee_id) for champion in self}
        result = super().write(vals)
        for champion, (phase, employee) in before.items():
            phase._on_champions_change(employee, self.env["hr.employee"])
            champion.phase_id._on_champions_change(self.env["hr.employee"], champion.employee_id)
        return result

    def unlink(self):
        before = [(phase, own.employee_id) for phase, own in self.grouped("phase_id").items()]
        result = super().unlink()
        for phase, employees in before:
            phase._on_champions_change(employees, self.env["hr.employee"])
        return result
