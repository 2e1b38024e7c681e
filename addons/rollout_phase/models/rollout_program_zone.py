from datetime import date

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_time

from odoo.addons.base.models.res_partner import _tz_get

from ..tools.week import local_day
from ..tools.zone import choose_zone, first_zone, is_clock_of, is_known, same_clocks


class RolloutProgram(models.Model):
    """The time zone in which a program's days, weeks and hours are counted, wherever its readers are."""

    _inherit = "rollout.program"

    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        compute="_compute_tz",
        inverse="_inverse_tz",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Days, weeks and hours of this program are counted here. Until you choose one, it is that of the "
        "company's working schedule, or else the only one of its country, or else the lead's.",
    )
    chosen_tz = fields.Selection(_tz_get, "Chosen Time Zone", copy=False)
    tz_warning = fields.Char(compute="_compute_tz_warning")

    @api.depends("chosen_tz", "company_id.resource_calendar_id.tz", "company_id.country_id", "lead_id.tz")
    def _compute_tz(self):
        now = fields.Datetime.now()
        for program in self:
            schedule_zone = program.company_id.resource_calendar_id.tz
            people_zones = [program.lead_id.tz, self.env.user.tz]
            program.tz = program.chosen_tz or choose_zone(
                schedule_zone, program._get_country_zones(), people_zones, now
            )

    @api.constrains("tz")
    def _check_tz(self):
        for program in self:
            if not is_known(program.tz):
                raise ValidationError(
                    self.env._("“%s” is no time zone that is known here: choose one from the list.", program.tz)
                )

    def _inverse_tz(self):
        for program in self:
            program.chosen_tz = program.tz

    @api.depends("tz", "chosen_tz", "company_id.country_id", "lead_id.tz")
    def _compute_tz_warning(self):
        now = fields.Datetime.now()
        for program in self:
            zones = program._get_country_zones()
            lead_zone = first_zone(program.lead_id.tz, program.tz)
            if zones and not program.chosen_tz and not is_clock_of(program.tz, zones, now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in the time zone %(zone)s, where it is %(time)s now. No clock in "
                    "%(country)s shows that: choose the time zone on the page Settings.",
                    zone=program.tz,
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                    country=program.company_id.sudo().country_id.name,
                )
            elif not same_clocks(program.tz, lead_zone, now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in the time zone %(zone)s, where it is %(time)s now. For %(lead)s it "
                    "is %(lead_time)s, in %(lead_zone)s. If that isn't meant, choose the time zone on the page "
                    "Settings, or in the preferences of %(lead)s.",
                    zone=program.tz,
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                    lead=program.lead_id.name,
                    lead_time=format_time(self.env, now, tz=lead_zone, time_format="short"),
                    lead_zone=lead_zone,
                )
            elif not zones and not program.chosen_tz and same_clocks(program.tz, "UTC", now):
                program.tz_warning = self.env._(
                    "Days and hours are counted in UTC, where it is %(time)s now, since nobody has said where this "
                    "is: choose the time zone on the page Settings.",
                    time=format_time(self.env, now, tz=program.tz, time_format="short"),
                )
            else:
                program.tz_warning = False

    def _get_country_zones(self) -> list[str]:
        """Return the names of the time zones of the company's country, none where it has no country."""
        self.ensure_one()
        # Where the company is, is no secret to who reads its program.
        country_sudo = self.company_id.sudo().country_id
        return pytz.country_timezones.get(country_sudo.code or "", [])

    def _get_timezone(self) -> str:
        """Return the name of the time zone in which this program's days and weeks are counted."""
        self.ensure_one()
        return self.tz

    def _get_today(self) -> date:
        """Return the current day in the program's time zone."""
        return local_day(fields.Datetime.now(), self._get_timezone())
