from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.statement import USUAL_MONTHS, planned_months, statement_hash

SIGNED_FIELDS = {"expectation_text", "expectation_months", "sponsor_id"}


class RolloutProgram(models.Model):
    """The honest statement of what the launch will cost, signed by the sponsor."""

    _inherit = "rollout.program"

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

    _expectation_months_positive = models.Constraint(
        "CHECK (expectation_months > 0)", "A launch takes at least a month."
    )
    _page_token_unique = models.UniqueIndex("(page_token)")

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

    def _get_statement_hash(self) -> str:
        self.ensure_one()
        return statement_hash(str(self.expectation_text or ""), self.expectation_months, self.sponsor_id.id)

    @api.model
    def _get_default_expectations(self):
        """Return the statement that a lead starts from, in the lead's language."""
        return self.env["ir.qweb"]._render("rollout_phase.default_expectations")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if signed := self.filtered("signature_ids"):
            raise UserError(
                self.env._("“%s” has signed expectations, which are kept. Archive it instead.", signed[0].display_name)
            )

    def write(self, vals):
        before = {}
        if SIGNED_FIELDS & vals.keys():
            before = {program: program._get_statement_hash() for program in self}
        result = super().write(vals)
        changed = self.browse().union(
            *(program for program, old in before.items() if program._get_statement_hash() != old)
        )
        changed._void_signatures()
        return result

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
