from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import formataddr

from ..tools.delivery import find_address
from ..tools.statement import USUAL_MONTHS, planned_months, statement_hash
from .rollout_asking_mixin import LEAD_GROUP

# Programs in which there is nothing left to do.
OVER = ("done", "cancelled")
SIGNED_FIELDS = {"expectation_text", "expectation_months", "sponsor_id"}
# A longer header would be folded, which some checks of signatures read as empty, as core's `mail.thread` says.
_LONGEST_HEADER = 68


class RolloutProgram(models.Model):
    """Who stands behind a program: lead and sponsor, the statement that is signed, and from whom mails come.

    A second file, since the program itself fills the first: what is here is about people alone.
    """

    _inherit = "rollout.program"

    people_warning = fields.Text(compute="_compute_people_warning")
    sponsor_warning = fields.Char(compute="_compute_sponsor_warning")
    expectation_text = fields.Html("Expectations", default=lambda self: self._get_default_expectations())
    expectation_months = fields.Integer(
        "Months Until It Is Better",
        default=USUAL_MONTHS[1],
        help="From the first go-live until the last department is faster than before.",
        aggregator=None,
    )
    expectation_warning = fields.Char(compute="_compute_expectation_warning")
    signature_ids = fields.One2many("rollout.expectation.signature", "program_id", "Signatures")
    signature_id = fields.Many2one("rollout.expectation.signature", "Valid Signature", compute="_compute_signature_id")
    can_sign = fields.Boolean(compute="_compute_can_sign")
    page_token = fields.Char(
        default=lambda self: uuid4().hex,
        required=True,
        readonly=True,
        copy=False,
        groups="rollout_phase.group_rollout_champion",
    )
    public_url = fields.Char(
        "Page for Staff",
        compute="_compute_public_url",
        groups="rollout_phase.group_rollout_champion",
        help="Whoever has this address can read the expectations, without a login.",
    )
    delivery_warning = fields.Char(
        compute="_compute_delivery_warning", groups="rollout_phase.group_rollout_lead", compute_sudo=True
    )

    _expectation_months_positive = models.Constraint(
        "CHECK (expectation_months > 0)", "A launch takes at least a month."
    )
    _page_token_unique = models.UniqueIndex("(page_token)")

    @api.depends(
        "state", "company_id", "lead_id.active", "lead_id.group_ids", "lead_id.company_ids",
        "sponsor_id.active", "sponsor_id.group_ids", "sponsor_id.company_ids", "partner_id.active",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_people_warning(self):
        for program in self:
            findings = program._get_people_findings() if program.state not in OVER else []
            program.people_warning = "\n".join(findings) or False

    @api.depends("sponsor_id", "lead_id")
    def _compute_sponsor_warning(self):
        for program in self:
            if program.sponsor_id and program.sponsor_id == program.lead_id:
                program.sponsor_warning = self.env._(
                    "%s is both sponsor and lead: whoever overrides the gate also asks for it. "
                    "Name a sponsor from leadership if you can.",
                    program.sponsor_id.name,
                )
            else:
                program.sponsor_warning = False

    @api.depends("expectation_months", "date_start", "date_end")
    def _compute_expectation_warning(self):
        least, most = USUAL_MONTHS
        for program in self:
            planned = planned_months(program.date_start, program.date_end) if program.date_start else 0
            if program.expectation_months < planned:
                program.expectation_warning = self.env._(
                    "The plan takes %(planned)s months, the statement promises %(promised)s.",
                    planned=planned,
                    promised=program.expectation_months,
                )
            elif not least <= program.expectation_months <= most:
                program.expectation_warning = self.env._(
                    "A launch usually takes %(least)s to %(most)s months.", least=least, most=most
                )
            else:
                program.expectation_warning = False

    @api.depends("signature_ids.voided_on", *SIGNED_FIELDS)
    def _compute_signature_id(self):
        for program in self:
            current = program._get_statement_hash()
            program.signature_id = program.signature_ids.filtered(
                lambda signature, current=current: not signature.voided_on and signature.hash == current
            )[:1]

    @api.depends_context("uid")
    @api.depends("sponsor_id", "signature_id")
    def _compute_can_sign(self):
        for program in self:
            program.can_sign = program.sponsor_id == self.env.user and not program.signature_id

    @api.depends("page_token")
    def _compute_public_url(self):
        for program in self:
            program.public_url = f"{program.get_base_url()}/rollout/expectations/{program.page_token}"

    @api.depends_context("lang")
    def _compute_delivery_warning(self):
        for program in self:
            program.delivery_warning = program._prepare_delivery_warning()

    @api.constrains("lead_id", "sponsor_id")
    def _check_people_are_inside(self):
        self.browse()._refuse_outsiders((self.lead_id | self.sponsor_id).partner_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if signed := self.filtered("signature_ids"):
            raise UserError(
                self.env._("“%s” has signed expectations, which are kept. Archive it instead.", signed[0].display_name)
            )

    def action_change_people(self):
        """Open the few fields that say who stands behind the program."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lead, Sponsor and Partner of %s", self.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("rollout_phase.rollout_program_view_form_people").id, "form")],
            "target": "new",
        }

    def action_sign_expectations(self):
        """Sign the statement as it stands, as its sponsor.

        :raise AccessError: the user is not the sponsor
        :raise UserError: there is nothing to sign, or it is signed already
        """
        for program in self:
            if program.sponsor_id != self.env.user:
                raise AccessError(self.env._("Only the sponsor signs the expectations, in their own name."))
            program._wait_turn()
            if not program.expectation_text:
                raise UserError(self.env._("Write down what to expect, then sign."))
            if program.signature_id:
                raise UserError(self.env._("You have signed this text already."))
            # Nobody has the right to create signatures: this method is the only way.
            self.env["rollout.expectation.signature"].sudo().create(
                {
                    "program_id": program.id,
                    "signer_id": self.env.uid,
                    "signer_name": self.env.user.name,
                    "signed_on": fields.Datetime.now(),
                    "text": program.expectation_text,
                    "months": program.expectation_months,
                    "hash": program._get_statement_hash(),
                }
            )
            program._post_on_record(self.env._("%s has signed the expectations.", self.env.user.name))

    # Lead and sponsor: whether they still can, who stands in for them, and what follows from a change.

    def _lets_in(self, user) -> bool:
        """Tell whether ``user`` can still sign in and see the program, in its company or a branch."""
        self.ensure_one()
        # Whether somebody else may sign in is judged alike for every reader.
        user_sudo = user.sudo()
        return bool(user_sudo.active and not user_sudo.share and self.company_id in user_sudo.company_ids.parent_ids)

    def _has_able_sponsor(self) -> bool:
        """Tell whether there is a sponsor who can still sign in and see the program."""
        self.ensure_one()
        # Whether somebody else may sign in is judged alike for every reader.
        sponsor_sudo = self.sponsor_id.sudo()
        return bool(sponsor_sudo.active and not sponsor_sudo.share and self.company_id in sponsor_sudo.company_ids)

    def _get_people_findings(self) -> list[str]:
        """Hook: return a sentence for each role of the program whose person can't fill it, and what to do."""
        self.ensure_one()
        findings = []
        # Whether somebody else may sign in is judged alike for every reader.
        program_sudo = self.sudo()
        lead_sudo, sponsor_sudo = program_sudo.lead_id, program_sudo.sponsor_id
        if not lead_sudo:
            findings.append(self.env._("Nobody leads this launch. %s", self._describe_stand_in()))
        elif not self._lets_in(lead_sudo):
            findings.append(
                self.env._(
                    "%(lead)s, the lead, can't sign in or see this program any more. %(stand_in)s",
                    lead=lead_sudo.name,
                    stand_in=self._describe_stand_in(),
                )
            )
        elif not program_sudo._filter_writable_by(lead_sudo):
            findings.append(
                self.env._(
                    "%(lead)s, the lead, doesn't have the role Rollout: Lead. %(stand_in)s",
                    lead=lead_sudo.name,
                    stand_in=self._describe_stand_in(),
                )
            )
        if sponsor_sudo and not self._has_able_sponsor():
            findings.append(
                self.env._(
                    "%s, the sponsor, can't sign in or see this program any more: nobody signs the expectations, "
                    "approves an override or grants an exception until you name another one.",
                    sponsor_sudo.name,
                )
            )
        if program_sudo.partner_id and not program_sudo.partner_id.active:
            partner = program_sudo.partner_id.name
            findings.append(self.env._("%s, the implementation partner, is archived: name another one.", partner))
        return findings

    def _describe_stand_in(self) -> str:
        if stand_in_sudo := self.sudo()._get_acting_lead():
            return self.env._("What the lead is asked for goes to %s until you name another lead.", stand_in_sudo.name)
        return self.env._("What the lead is asked for waits until you name another lead.")

    def _get_acting_lead(self):
        """Return the user of whom is asked what the lead is asked: the lead, or who stands in; none if nobody can."""
        self.ensure_one()
        # Whoever stands in is found with the system's eyes; only who it is leaves this method.
        program_sudo = self.sudo()
        [acting_sudo] = program_sudo._choose_asked([(program_sudo, "lead", self.env["res.users"])])
        return acting_sudo.sudo(self.env.su)

    def _get_stand_ins(self):
        """Return who else may lead a launch of the company, administrators of the whole database last."""
        self.ensure_one()
        # Who has a role is no secret to the launch; only who may do a task is chosen from them.
        users_sudo = self.env["res.users"].sudo()
        group = self.env.ref(LEAD_GROUP)
        domain = Domain("all_group_ids", "in", group.id) & Domain("company_ids", "in", self.company_id.id)
        return users_sudo.search(domain, order="id").sorted(lambda user: user.has_group("base.group_system"))

    def _get_reachable_heads(self):
        """Return the sponsor and the lead as far as they are let in, with whoever stands in for a lead who isn't."""
        self.ensure_one()
        heads = (self.sponsor_id | self.lead_id).filtered(self._lets_in)
        return heads if self.lead_id in heads else heads | self._get_acting_lead()

    def _get_standing(self, vals: dict) -> dict:
        """Return who stands behind each program, and for which statement, where writing ``vals`` may change that."""
        if not {"lead_id", *SIGNED_FIELDS} & vals.keys():
            return {}
        return {program: (program.lead_id, program.sponsor_id, program._get_statement_hash()) for program in self}

    @api.model
    def _follow_standing(self, before: dict) -> None:
        """Tell of what has changed since ``_get_standing``, and let it have its consequences."""
        for program, (lead, sponsor, statement) in before.items():
            if program.sponsor_id != sponsor:
                program._tell_change_of_sponsor(sponsor)
            old, now = lead | sponsor, program.lead_id | program.sponsor_id
            if old != now:
                program._replace_followers(old - now, now - old)
            if program._get_statement_hash() != statement:
                program._void_signatures()

    def _tell_change_of_sponsor(self, old):
        """Keep on record who was the sponsor until now, and write to both."""
        self.ensure_one()
        nobody = self.env._("nobody")
        self._post_on_record(
            self.env._(
                "Sponsor changed by %(user)s: %(old)s → %(new)s",
                user=self.env.user.name,
                old=old.name or nobody,
                new=self.sponsor_id.name or nobody,
            ),
            # Who has left needn't hear of it.
            partner_ids=(old.filtered(self._lets_in) | self.sponsor_id).partner_id.ids,
        )

    def _replace_followers(self, gone, come):
        """Let the new people follow what the old ones followed for the program's sake."""
        self.ensure_one()
        # Whoever names a lead need not see all that the old one followed.
        followers_sudo = self.env["mail.followers"].sudo()
        for records in self._get_followed_records(gone):
            old_sudo = followers_sudo.search(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                & Domain("partner_id", "in", gone.partner_id.ids)
            )
            followed_sudo = records.sudo().browse(set(old_sudo.mapped("res_id")))
            followed_sudo.message_unsubscribe(gone.partner_id.ids)
            followed_sudo.message_subscribe(come.partner_id.ids)

    def _get_followed_records(self, gone) -> list:
        """Hook: return the records that ``gone``, once lead or sponsor, needn't follow any more, one set per model."""
        self.ensure_one()
        phases_sudo = self.sudo().with_context(active_test=False).phase_ids
        own_sudo = phases_sudo.filtered(lambda phase: phase.champion_ids.employee_id.user_id & gone)
        return [self, phases_sudo - own_sudo]

    def _get_asked_tasks(self):
        # Tasks on the program, and on its phases, reviews and items; not all of them need be in sight.
        tasks_sudo = self.env["mail.activity"].sudo()
        return tasks_sudo.search(Domain("rollout_role", "!=", False) & Domain("rollout_program_id", "in", self.ids))

    # The honest statement of what the launch will cost, signed by the sponsor.

    @api.model
    def _get_default_expectations(self):
        """Return the statement that a lead starts from, in the lead's language."""
        return self.env["ir.qweb"]._render("rollout_phase.default_expectations")

    def _get_statement_hash(self) -> str:
        self.ensure_one()
        return statement_hash(str(self.expectation_text or ""), self.expectation_months, self.sponsor_id.id)

    def _void_signatures(self):
        # Whoever may edit the statement may not edit a signature, but does void it.
        standing_sudo = self.sudo().signature_ids.filtered(lambda s: not s.voided_on)
        for signature_sudo in standing_sudo:
            signature_sudo.program_id._post_on_record(
                self.env._(
                    "The expectations have changed: the signature of %s no longer stands.",
                    signature_sudo.signer_name,
                )
            )
        standing_sudo.write({"voided_on": fields.Datetime.now(), "voided_by_id": self.env.uid})

    # From whom the program's mails come, who gets the answers, and whether the mail server takes them.

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
