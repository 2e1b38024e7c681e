from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

from ..tools.scheduler import silent_since

# When this process began to serve: it can't have missed anything before.
STARTED = fields.Datetime.now()


class RolloutSchedulerMixin(models.AbstractModel):
    """A line that says when scheduled actions have stopped: mails, readings and alarms all wait for them.

    Odoo's threaded server can lose its scheduler when PostgreSQL restarts, and goes on serving pages. So this is
    found out where pages are served, and never by a scheduled action.
    """

    _name = "rollout.scheduler.mixin"
    _description = "Tells When Scheduled Actions Have Stopped"

    scheduler_warning = fields.Char(compute="_compute_scheduler_warning")

    @api.depends_context("lang")
    def _compute_scheduler_warning(self):
        self.scheduler_warning = self._prepare_scheduler_warning()

    @api.model
    def _prepare_scheduler_warning(self) -> str | bool:
        # Whether they run is for everybody to see who relies on them; what they are stays hidden.
        crons_sudo = self.env["ir.cron"].sudo()
        [(due, ended, installed)] = crons_sudo._read_group(
            [("active", "=", True)], [], ["nextcall:min", "lastcall:max", "create_date:max"]
        )
        progress_sudo = self.env["ir.cron.progress"].sudo()
        [(begun,)] = progress_sudo._read_group([], [], ["write_date:max"])
        now = fields.Datetime.now()
        since = silent_since(now, STARTED, due, ended, begun, installed)
        if not since:
            return False
        locale = babel_locale_parse(get_lang(self.env).code)
        return self.env._(
            "Scheduled actions have not run for %s: mails, readings and alarms wait. "
            "Ask whoever looks after the server to restart the Odoo service: all of it is then caught up.",
            format_timedelta(now - since, locale=locale),
        )
