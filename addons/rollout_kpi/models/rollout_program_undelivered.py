from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.rollout_phase.models.rollout_mailing import UNREACHED
from odoo.addons.rollout_phase.tools.delivery import find_address

from .rollout_kpi_tracking_alarm import ALARM_PURPOSES

# {purpose in the ledger: kind of alarm}
ALARM_KINDS = {purpose: kind for kind, purpose in ALARM_PURPOSES.items()}


class RolloutProgram(models.Model):
    """An alarm that nobody has got makes the program red until somebody has it, or has answered it."""

    _inherit = "rollout.program"

    undelivered_alarm = fields.Char("Alarm Not Delivered", compute="_compute_undelivered_alarm")

    @api.depends_context("uid", "lang")
    def _compute_undelivered_alarm(self):
        for program in self:
            # As with the alarm itself: that there is one is for everybody to see.
            program_sudo = program._origin.sudo()
            program.undelivered_alarm = program_sudo._describe_undelivered_alarm() if program_sudo else False

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
