from odoo import api, models
from odoo.tools import escape_psql
from odoo.tools.mail import email_normalize_all, email_split_tuples

from ..tools.mail_traces import Traces


class RolloutProgram(models.Model):
    """What must not stand in the log, of a message that may have come in by mail."""

    _inherit = "rollout.program"

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
