from datetime import date

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import clean_context

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.secret_link import hide_own_links
from ..tools.wording import repeats
from .rollout_log_item import OPEN_LOG_STATES, TEAM_SOURCES


class RolloutProgram(models.Model):
    """The log of a program: what comes in, what is open, and that nobody's words are told again as they stand there."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"hypercare_backlog_limit"})

    log_overdue_days = fields.Integer(
        "Days Until a Decision",
        default=14,
        required=True,
        help="An item of the log without a decision is overdue after this many days.",
        aggregator=None,
    )
    hypercare_backlog_limit = fields.Integer(
        "Open Items at Hypercare's End",
        default=10,
        tracking=True,
        help="A department leaves hypercare with no more open log items than this.",
        aggregator=None,
    )
    open_log_count = fields.Integer("Open Log Items", compute="_compute_log_counts")
    log_count = fields.Integer("Log Items", compute="_compute_log_counts")

    _log_overdue_days_positive = models.Constraint("CHECK (log_overdue_days > 0)", "A decision needs at least one day.")
    _log_overdue_days_ceiling = models.Constraint(
        "CHECK (log_overdue_days <= 365)", "A decision is overdue after a year at the latest."
    )
    _hypercare_backlog_limit_not_negative = models.Constraint(
        "CHECK (hypercare_backlog_limit >= 0)", "The limit of open items can't be negative."
    )

    def _get_easing(self):
        return {**super()._get_easing(), "hypercare_backlog_limit": lambda new: new > self.hypercare_backlog_limit}

    @api.model
    def _get_exit_rules(self):
        return super()._get_exit_rules() | {"hypercare_backlog_limit"}

    def _compute_log_counts(self):
        counts = {
            (program, state): count
            for program, state, count in self.env["rollout.log.item"]._read_group(
                [("program_id", "in", self.ids)], ["program_id", "state"], ["__count"]
            )
        }
        for program in self:
            by_state = {s: n for (owner, s), n in counts.items() if owner == program._origin}
            program.log_count = sum(by_state.values())
            program.open_log_count = sum(by_state.get(state, 0) for state in OPEN_LOG_STATES)

    def action_view_log(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_item_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id, "search_default_filter_open": True},
        }

    def _has_history(self) -> bool:
        return super()._has_history() or bool(
            self.env["rollout.log.item"].search_count([("program_id", "=", self.id)], limit=1)
        )

    def _get_followed_records(self, gone):
        # Whoever names a lead or a sponsor need not see all of the log.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        items_sudo = items_sudo.search([("program_id", "=", self.id)])
        return [*super()._get_followed_records(gone), items_sudo.filtered(lambda item: item.user_id not in gone)]

    def _log_intake(self, entries):
        """Make a log item of each entry."""
        self.ensure_one()
        # The system makes the item: whoever happens to be logged in is not its author, and has no defaults for it.
        context = {**clean_context(self.env.context), "mail_create_nosubscribe": True}
        items_sudo = self.env["rollout.log.item"].with_env(self.env(user=SUPERUSER_ID, context=context))
        return items_sudo.create([self._prepare_log_item(entry) for entry in entries]).with_env(self.env)

    def _prepare_log_item(self, entry: LogEntry) -> dict:
        """Hook: return the values of the log item that an entry becomes."""
        return {
            "program_id": self.id,
            "name": hide_own_links(entry.summary),
            "description": hide_own_links(entry.description) or None,
            "phase_id": entry.phase_id,
            "kind": entry.kind,
            "source": entry.source,
            "critical": entry.critical,
            "minutes_lost": entry.minutes_lost,
            "origin": entry.origin or False,
            "origin_url": entry.origin_url or False,
            "reporter_id": entry.reporter_id,
        }

    @api.model
    def _find_note_target(self, user) -> tuple:
        """Return the program, and the phase in launch, that a note of ``user`` goes to.

        Of several programs it is one in which their department is in launch, and then the newest
        that is under way. Leads and champions may send notes to a program of their company, also if they
        belong to no department in launch. Without a program both are empty.
        """
        # Who may send a note needn't be able to read programs and employees.
        programs_sudo = self.sudo().search(
            [("company_id", "parent_of", user._get_company_ids()), ("phase_ids.is_in_launch", "=", True)]
        )
        employees_sudo = self.env["hr.employee"].sudo().search([("user_id", "=", user.id)])
        has_role = user.has_group("rollout_phase.group_rollout_champion")
        found = []
        # Newest first; one without any date is newest of all in the database's order, but not here.
        for program_sudo in programs_sudo.sorted(
            lambda program: (program.date_start or date.min, program.id), reverse=True
        ):
            phase_sudo = program_sudo._find_phase_of(employees_sudo)
            if phase_sudo or has_role:
                found.append((not phase_sudo, program_sudo.state != "running", program_sudo, phase_sudo))
        # The first of equals is taken.
        *_rank, program_sudo, phase_sudo = min(
            found, key=lambda each: each[:2], default=(self.browse(), self.env["rollout.phase"])
        )
        return program_sudo, phase_sudo

    @api.constrains("name")
    def _check_name_is_no_answer(self):
        for program in self:
            program._check_own_words(program.name)

    def _check_reason(self, reason):
        if self._is_said_by_staff(reason):
            raise ValidationError(
                self.env._("These are an answer's own words. Say it in yours: everybody reads this reason.")
            )
        return super()._check_reason(reason)

    def _check_own_words(self, *texts: str):
        """
        :raise ValidationError: one of ``texts``, for the partner, repeats what staff wrote
        """
        if self._is_said_by_staff(*texts):
            raise ValidationError(
                self.env._(
                    "These are an answer's own words. Say it in yours: the partner never reads what staff wrote."
                )
            )

    def _is_said_by_staff(self, *texts: str) -> bool:
        """Tell whether one of ``texts`` repeats what stands in a log of the program's company from staff."""
        texts = [text for text in texts if text]
        if not texts:
            return False
        words = self._get_staff_words()
        return any(repeats(text, words) for text in texts)

    def _get_staff_words(self) -> set[str]:
        """Hook: return what staff wrote in the program's company, as far as it is kept."""
        # Whoever words it for the partner may not read all of it, and still must not repeat it. There may be much: of
        # each no more than its words is read.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        said = Domain("company_id", "in", self.company_id.ids) & Domain("source", "not in", TEAM_SOURCES)
        items_sudo = items_sudo.search_fetch(said, ["description", "original_words"])
        return {*items_sudo.mapped("description"), *items_sudo.mapped("original_words")}
