from odoo import api, fields, models
from odoo.tools import formataddr

from ..tools.delivery import find_address

# A longer header would be folded, which some checks of signatures read as empty (see core).
_LONGEST_HEADER = 68


class RolloutProgram(models.Model):
    """From whom the program's mails come, who gets the answers, and whether the mail server takes them."""

    _inherit = "rollout.program"

    delivery_warning = fields.Char(
        compute="_compute_delivery_warning", groups="rollout_phase.group_rollout_lead", compute_sudo=True
    )

    @api.depends_context("lang")
    def _compute_delivery_warning(self):
        for program in self:
            program.delivery_warning = program._prepare_delivery_warning()

    def _prepare_delivery_warning(self) -> str | bool:
        """Say how many mails wait since the mail server doesn't take them, and what it has said last."""
        domain = [
            ("rollout_mailing_id.program_id", "=", self._origin.id),
            ("rollout_mailing_id.state", "=", "queued"),
            ("state", "=", "exception"),
        ]
        count = self.env["mail.mail"].search_count(domain)
        if not count:
            return False
        latest = self.env["mail.mail"].search(domain, order="write_date desc, id desc", limit=1)
        lines = (latest.failure_reason or "").strip().splitlines()
        return self.env._(
            "Mails that wait, since the mail server doesn't take them: %(count)s. It said: “%(answer)s”. They are "
            "tried again by themselves.",
            count=count,
            answer=" ".join(lines[-1].split())[:200] if lines else "",
        )

    def _prepare_mail_addresses(self) -> dict:
        """Return the values of ``mail.mail`` that say from whom a mail of the program comes and who gets answers.

        They are the program's company's, whoever is logged in: a scheduled action runs in the main company. Called with
        elevated rights.
        """
        self.ensure_one()
        company, reply_to = self.company_id, self._get_reply_to()
        return {
            "email_from": company.email_formatted or reply_to,
            "reply_to": reply_to,
            # By these core finds the mail server, and the address to which a mail comes back.
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
        }

    def _get_reply_to(self) -> str | bool:
        """Return the address of a person who reads answers to this program's mails; False if there is none.

        The lead's, or else the sponsor's, that of another lead, or the company's own. Never one of Odoo's for which
        there is nobody. Called with elevated rights.
        """
        self.ensure_one()
        domain = self.company_id.alias_domain_id
        nobody = {domain.catchall_email, domain.bounce_email, domain.default_from_email}
        for name, email in self._find_readers():
            address = find_address(email)
            if address and address not in nobody:
                formatted = formataddr((" ".join((name or "").split()), address))
                return formatted if len(formatted) <= _LONGEST_HEADER else address
        return False

    def _find_readers(self):
        """Yield name and address of who may read answers, the best first."""
        for user in (self.lead_id, self.sponsor_id):
            if user.active and not user.share:
                yield user.name, user.email
        others = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref("rollout_phase.group_rollout_lead").ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ],
            order="id",
        )
        for user in others:
            yield user.name, user.email
        yield self.company_id.name, self.company_id.email
