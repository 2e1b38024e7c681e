from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.rollout_phase.models.rollout_mailing import UNREACHED
from odoo.addons.rollout_phase.tools.delivery import find_address

from .rollout_digest_section import MILESTONE
from .rollout_kpi_tracking import ALARM_KINDS


class RolloutProgram(models.Model):
    """The launch in numbers: what it has saved, what raises an alarm, and the sponsor's mail at a milestone."""

    _inherit = "rollout.program"
    # What was saved is as large as it.
    _recorded_fields = frozenset({"hourly_rate"})

    digest_sponsor = fields.Boolean(help="Each week, and when a milestone has been read.")
    alarm_count = fields.Integer("KPIs Without a Countermeasure", compute="_compute_alarm_count")
    undelivered_alarm = fields.Char("Alarm Not Delivered", compute="_compute_undelivered_alarm")
    currency_id = fields.Many2one(related="company_id.currency_id")
    hourly_rate = fields.Monetary(
        "Cost of an Hour",
        groups="rollout_phase.group_rollout_lead",
        help="What an hour of work costs the company, wages and all that comes with them. "
        "Sponsor and champions see it in what the launch has saved.",
        tracking=True,
        aggregator=None,
    )
    status_quo_text = fields.Char("Cost Before Go-Live", compute="_compute_money")
    saved_text = fields.Char("Saved So Far", compute="_compute_money")

    _hourly_rate_positive = models.Constraint("CHECK (hourly_rate >= 0)", "An hour can't cost less than nothing.")

    def _compute_alarm_count(self):
        # That a program is red is for everybody to see; what it is red for, only to those who may read it.
        trackings_sudo = self.env["rollout.kpi.tracking"].sudo()
        domain = Domain("needs_countermeasure", "=", True) & Domain("phase_id.stage_code", "!=", "cancelled")
        for program, count in self._count_each(trackings_sudo, "program_id", domain).items():
            program.alarm_count = count

    @api.depends_context("uid", "lang")
    def _compute_undelivered_alarm(self):
        for program in self:
            # That an alarm wasn't delivered is for everybody to see who sees the program.
            program_sudo = program._origin.sudo()
            program.undelivered_alarm = program_sudo._describe_undelivered_alarm() if program_sudo else False

    @api.depends_context("uid", "lang")
    @api.depends("hourly_rate", "phase_ids.saved_text", "phase_ids.stage_code")
    def _compute_money(self):
        for program in self:
            phases = program.phase_ids.filtered(lambda phase: phase.stage_code != "cancelled")
            trackings = phases._get_hour_trackings()
            program.status_quo_text = trackings._get_status_quo_text() if trackings else False
            program.saved_text = program._get_saved_text(trackings) if trackings else False

    def _get_saved_text(self, trackings) -> str:
        """Return the sum of what the phases saved, each with its hours; their formulas stand on the phases."""
        total = trackings._get_saved_hours()
        if total is None:
            return self.env._("Too few data")
        parts = []
        for phase, own in trackings.grouped("phase_id").items():
            hours = own._get_saved_hours()
            finding = self.env._("too few data") if hours is None else self.env._("%s hours", trackings._hours(hours))
            parts.append(f"{phase.name}: {finding}")
        values = {"hours": trackings._hours(total), "parts": ", ".join(parts)}
        if rate := trackings._get_hourly_rate():
            values.update(money=trackings._price(total * rate), rate=trackings._price(rate))
            text = self.env._("%(money)s = %(hours)s hours × %(rate)s an hour (%(parts)s)", **values)
        else:
            text = self.env._("%(hours)s hours (%(parts)s)", **values)
        return self.env._("The dip has cost more than was saved: %s", text) if total < 0 else text

    # A program is red while a number that shows no improvement is answered by nobody.

    def action_view_alarms(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_kpi.rollout_kpi_tracking_action")
        return {**action, "domain": [("program_id", "=", self.id), ("needs_countermeasure", "=", True)]}

    # An alarm that nobody has got makes it red, too, until somebody has it, or has answered it.

    def action_view_undelivered_alarms(self):
        """Open the rows of the ledger that say whom the alarms have not reached, and why."""
        self.ensure_one()
        self.check_access("read")
        rows_sudo, _untold = self.sudo()._find_undelivered_alarms()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_phase.rollout_mailing_action")
        return {**action, "domain": [("id", "in", rows_sudo.ids)]}

    def action_retry_alarms(self):
        """Send the alarms that have not arrived again, to those who are sponsor and lead now."""
        self.ensure_one()
        self.check_access("write")
        # The ledger is the system's; who may run the program may have its alarms sent.
        rows_sudo, untold = self.sudo()._find_undelivered_alarms()
        for tracking_sudo, kind, day in untold:
            tracking_sudo._queue_alarm(kind, day)
        return rows_sudo.action_retry() if rows_sudo else None

    def _find_undelivered_alarms(self) -> tuple:
        """Return the alarms that still wait for an answer and have not reached those whom they are for.

        :return: the rows of the ledger of those who weren't reached, and ``(tracking, kind, day)`` of the alarms for
            which there is no row, since there was nobody to tell. Called with elevated rights
        """
        self.ensure_one()
        raised = [
            (tracking, kind, day)
            for tracking in self.env["rollout.kpi.tracking"].search(self._get_raised_alarm_domain())
            for kind, day in tracking._get_open_alarms().items()
        ]
        rows = self.env["rollout.mailing"].search(
            [
                ("program_id", "=", self.id),
                ("purpose", "in", list(ALARM_KINDS)),
                ("period", "in", [f"{tracking.id}:{day}" for tracking, _kind, day in raised]),
            ]
        )
        told = {(ALARM_KINDS[row.purpose], row.period) for row in rows}
        readers = self._get_reachable_heads()
        # Somebody who has gone, or was replaced, needn't be reached any more, if somebody else was.
        reached = {(row.purpose, row.period) for row in rows if row.state not in UNREACHED}
        unreached = rows.filtered(
            lambda row: (
                row.state in UNREACHED and (row.res_id in readers.ids or (row.purpose, row.period) not in reached)
            )
        )
        untold = [alarm for alarm in raised if (alarm[1], f"{alarm[0].id}:{alarm[2]}") not in told]
        return unreached, untold

    def _get_raised_alarm_domain(self) -> Domain:
        return (
            Domain("program_id", "=", self.id)
            & Domain("phase_id.stage_code", "!=", "cancelled")
            & (Domain("alarm_day", ">", 0) | Domain("missing_day", ">", 0))
        )

    def _describe_undelivered_alarm(self) -> str | bool:
        unreached, untold = self._find_undelivered_alarms()
        if not (unreached or untold):
            return False
        readers = self._get_reachable_heads()
        if untold and not readers:
            return self.env._(
                "An alarm could not be delivered: the program has neither a sponsor nor a lead who can be told. Name "
                "one with an e-mail address, then send it again."
            )
        names = [
            user.name
            for user in self.env["res.users"].browse(unreached.mapped("res_id")).exists()
            if user in readers or not readers
        ]
        if without := [user.name for user in readers if not find_address(user.email)]:
            return self.env._(
                "An alarm could not be delivered to %s, who has no valid e-mail address. Correct it, then send it "
                "again.",
                ", ".join(without),
            )
        # What a mail server says of an address is for those who can mend it.
        reason = self.env.user.has_group("rollout_phase.group_rollout_lead") and unreached[:1].reason_text
        return self.env._(
            "An alarm could not be delivered to %(names)s. %(reason)s Correct the address, or send it again.",
            names=", ".join(names or readers.mapped("name")),
            reason=f"({reason})" if reason else "",
        )

    # The sponsor's mail at a milestone: whom it goes to, and how it looks beforehand.

    def _get_milestone_readers(self) -> dict:
        """Return whom a milestone is told to, as ``{program: readers}``."""
        # Nobody goes before the sponsor: whoever else there is needn't be looked for.
        candidates = {program: {} for program in self}
        self._add_user_readers(candidates)
        chosen = self._choose_readers(candidates)
        return {program: by_audience.get("sponsor", []) for program, by_audience in chosen.items()}

    def _get_audience_readers(self, audience):
        if audience == MILESTONE:
            return self._get_milestone_readers()[self]
        return super()._get_audience_readers(audience)

    def _get_latest_milestone(self):
        """Return the last milestone that has been read, as its reading; none if there is none yet."""
        self.ensure_one()
        return self.env["rollout.kpi.reading"].search(
            [("phase_id.program_id", "=", self.id), ("role", "=", "milestone"), ("state", "!=", "error")],
            order="due_date desc, id desc",
            limit=1,
        )

    def _prepare_digest_preview(self, audience):
        if audience == MILESTONE:
            reading = self._get_latest_milestone()
            return reading.phase_id._prepare_milestone_mail(reading.milestone_day) if reading else None
        return super()._prepare_digest_preview(audience)

    def _send_digest_test(self, audience):
        if audience == MILESTONE and not self._get_latest_milestone():
            raise UserError(self.env._("No milestone has been read yet."))
        return super()._send_digest_test(audience)
