from odoo import api, fields, models
from odoo.tools import SQL, hmac

from ..tools.unsubscribe import Claim, make_token, read_token

TOKEN_SCOPE = "rollout_digest.unsubscribe"
_FIELD_BY_MODEL = {"res.users": "user_id", "hr.employee": "employee_id"}


class RolloutDigestOptout(models.Model):
    """Somebody who doesn't want a program's digest; without the row they get it again.

    Alarms are no digest: they look at nothing here.
    """

    _name = "rollout.digest.optout"
    _description = "Rollout Digest Unsubscribed"
    _inherit = ["rollout.calendar.mixin"]
    _order = "id desc"

    program_id = fields.Many2one("rollout.program", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", index="btree_not_null", readonly=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", index="btree_not_null", readonly=True, ondelete="cascade")

    _user_once = models.UniqueIndex("(program_id, user_id) WHERE user_id IS NOT NULL")
    _employee_once = models.UniqueIndex("(program_id, employee_id) WHERE employee_id IS NOT NULL")
    _somebody = models.Constraint(
        "CHECK ((user_id IS NULL) <> (employee_id IS NULL))", "It is one person who has unsubscribed."
    )

    @api.depends("user_id", "employee_id")
    def _compute_display_name(self):
        for optout in self:
            optout.display_name = (optout.user_id or optout.employee_id).display_name

    def action_resubscribe(self):
        """Send these people the digest again."""
        self.unlink()

    @api.model
    def _sign(self, text: str) -> str:
        # The signing key is a system parameter.
        return hmac(self.env(su=True), TOKEN_SCOPE, text)

    @api.model
    def _make_token(self, program, reader) -> str:
        return make_token(Claim(program.id, reader.model, reader.id), self._sign)

    @api.model
    def _find_claim(self, token: str) -> Claim | None:
        """Return what a link says, if it is ours and what it speaks of is still there."""
        claim = read_token(token, self._sign)
        if not claim:
            return None
        # Whoever has the link is whom it was mailed to; it opens nothing but this one decision.
        is_there = (
            self.env["rollout.program"].sudo().browse(claim.program_id).exists()
            and self.env[claim.model].sudo().browse(claim.id).exists()
        )
        return claim if is_there else None

    @api.model
    def _get_claim_domain(self, claim: Claim) -> list:
        return [("program_id", "=", claim.program_id), (_FIELD_BY_MODEL[claim.model], "=", claim.id)]

    @api.model
    def _unsubscribe(self, claim: Claim) -> None:
        """Note that this person gets no more digests of the program; they may have said so before."""
        # Twice at the same moment is once. No lock on the program: a batch of its mails may hold it.
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_digest_optout (program_id, company_id, %(field)s,
                                                      create_uid, write_uid, create_date, write_date)
                   SELECT id, company_id, %(person)s, %(user)s, %(user)s, %(now)s, %(now)s
                     FROM rollout_program
                    WHERE id = %(program)s
                       ON CONFLICT DO NOTHING""",
                field=SQL.identifier(_FIELD_BY_MODEL[claim.model]),
                person=claim.id,
                program=claim.program_id,
                user=self.env.uid,
                now=self.env.cr.now(),
            ),
            log_exceptions=False,
        )
        self.env.invalidate_all()

    @api.model
    def _resubscribe(self, claim: Claim) -> None:
        # Whose decision it is was proven by the link, or is the user's who is logged in.
        own_sudo = self.sudo().search(self._get_claim_domain(claim))
        own_sudo._wait_turn()
        own_sudo.unlink()

    @api.model
    def _get_keys(self, programs) -> dict[int, set]:
        """Return by which names people of some programs have unsubscribed, as ``{program_id: keys}``."""
        keys = {program.id: set() for program in programs}
        for optout in self.search_fetch([("program_id", "in", programs.ids)], ["program_id", "user_id", "employee_id"]):
            own = keys[optout.program_id.id]
            if optout.user_id:
                own.add(("res.users", optout.user_id.id))
            else:
                own.add(("hr.employee", optout.employee_id.id))
        return keys
