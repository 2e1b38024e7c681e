from datetime import date

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import clean_context, escape_psql
from odoo.tools.mail import email_normalize_all, email_split_tuples

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.mail_traces import Traces
from ..tools.secret_link import hide_own_links
from ..tools.wording import repeats
from .rollout_log_item import OPEN_LOG_STATES, TEAM_SOURCES


class RolloutProgram(models.Model):
    """The log of a program: what comes in, what is open, and that nobody's words are told again as they stand there."""

    _inherit = "rollout.program"
    _recorded_fields = frozenset({"hypercare_backlog_limit"})

    log_overdue_days = fields.Integer(
        "Decide Within (Days)",
        default=14,
        required=True,
        help="An item of the log without a decision is overdue after this many days.",
        aggregator=None,
    )
    hypercare_backlog_limit = fields.Integer(
        "Open Items Allowed After Hypercare",
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

    @api.constrains("name")
    def _check_name_is_no_answer(self):
        for program in self:
            program._check_own_words(program.name)

    def action_view_log(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_item_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id, "search_default_filter_open": True},
        }

    def _get_easing(self):
        return {**super()._get_easing(), "hypercare_backlog_limit": lambda new: new > self.hypercare_backlog_limit}

    @api.model
    def _get_exit_rules(self):
        return super()._get_exit_rules() | {"hypercare_backlog_limit"}

    def _has_history(self) -> bool:
        return super()._has_history() or bool(
            self.env["rollout.log.item"].search_count([("program_id", "=", self.id)], limit=1)
        )

    def _get_followed_records(self, gone):
        # Whoever names a lead or a sponsor need not see all of the log.
        items_sudo = self.env["rollout.log.item"].sudo().with_context(active_test=False)
        items_sudo = items_sudo.search([("program_id", "=", self.id)])
        return [*super()._get_followed_records(gone), items_sudo.filtered(lambda item: item.user_id not in gone)]

    # What comes into the log.

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

    # What staff wrote isn't told again.

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

    # What must not stand in the log, of a message that may have come in by mail.

    def _get_mail_traces(self, email_from: str, others: str = "", author=None) -> Traces:
        """Return what is known of a sender, of our addresses and of our own mails. Nothing of it is kept.

        :param email_from: as in the mail's head
        :param others: further addresses in the mail's head, with commas
        :param author: the partner who wrote, if that is known
        """
        addresses = set(email_normalize_all(email_from or ""))
        people = self._find_senders(addresses, author)
        shown = {name for name, _address in email_split_tuples(email_from or "")}
        # A branch writes in the name of its parent, too; who reads the words needn't see either.
        companies_sudo = self.sudo().company_id
        while companies_sudo.parent_id - companies_sudo:
            companies_sudo |= companies_sudo.parent_id
        departments_sudo = self.env["hr.department"].sudo().search([("company_id", "in", [False, *companies_sudo.ids])])
        return Traces(
            names={*shown, *people["names"]},
            addresses=addresses | people["addresses"],
            ours=(self._get_own_addresses(companies_sudo) | set(email_normalize_all(others or ""))) - addresses,
            phones=people["phones"],
            companies=set(companies_sudo.mapped("name")),
            # A program may be called as anything else is: "Odoo".
            others={*departments_sudo.mapped("name"), *people["posts"], *self.mapped("name")},
            texts=self._get_mail_texts(),
        )

    @api.model
    def _find_senders(self, addresses: set[str], author=None) -> dict[str, set[str]]:
        """Return ``names``, ``addresses``, ``phones`` and ``posts`` of whoever may have sent a mail."""
        # Whoever lets a mail in needn't be able to look anybody up.
        partners_sudo = self.env["res.partner"].sudo().with_context(active_test=False)
        partners_sudo = partners_sudo.search([("email_normalized", "in", list(addresses))])
        if author:
            partners_sudo |= author.sudo()
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        users_sudo = users_sudo.search(["|", ("partner_id", "in", partners_sudo.ids), ("login", "in", list(addresses))])
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
        domain = ["|", ("user_id", "in", users_sudo.ids), ("work_contact_id", "in", partners_sudo.ids)]
        for address in addresses:
            for name in ("work_email", "private_email"):
                domain = ["|", (name, "=ilike", escape_psql(address)), *domain]
        employees_sudo = employees_sudo.search(domain)
        everybody = (partners_sudo | users_sudo.partner_id, users_sudo, employees_sudo)
        fields_by_kind = {
            "names": ("name", "legal_name", "login"),
            "addresses": ("email_normalized", "login", "work_email", "private_email"),
            "phones": ("phone", "work_phone", "mobile_phone", "private_phone"),
            "posts": ("function", "job_title"),
        }
        return {
            kind: {
                value.strip().lower() if kind == "addresses" else value
                for records_sudo in everybody
                for name in names
                if name in records_sudo._fields
                for value in records_sudo.mapped(name)
                if value and (kind != "names" or "@" not in value)
            }
            for kind, names in fields_by_kind.items()
        }

    def _get_own_addresses(self, companies_sudo) -> set[str]:
        """Hook: return the addresses under which our mails go out and come back."""
        domains_sudo = companies_sudo.alias_domain_id
        texts = [
            *companies_sudo.mapped("email"),
            *domains_sudo.mapped("catchall_email"),
            *domains_sudo.mapped("bounce_email"),
            *domains_sudo.mapped("default_from_email"),
        ]
        return set(email_normalize_all(",".join(filter(None, texts))))

    def _get_mail_texts(self) -> set[str]:
        """Hook: return the lines of the mails that we send, with ``VARIABLE`` for what differs, in all languages."""
        return set()
