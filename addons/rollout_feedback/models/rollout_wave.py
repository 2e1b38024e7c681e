from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL, hmac

from odoo.addons.rollout_phase.tools.iso_week_field import IsoWeek

from ..tools import link_token

PURPOSE = "rollout_feedback.invitation"
TOKEN_SCOPE = "rollout_feedback.token"


class RolloutWave(models.Model):
    """The weekly form of one program in one ISO week: sent, answered, sealed, then released."""

    _name = "rollout.wave"
    _description = "Rollout Weekly Form"
    _inherit = ["rollout.figures.mixin", "rollout.calendar.mixin"]
    _order = "week desc, id desc"
    _rec_name = "week"
    _alike_by = {"response_rate": ("id",)}
    _counted_where = {"response_rate": [("state", "=", "released")]}

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    week = IsoWeek(required=True, help="The ISO week, such as 2026-W47.")
    date_from = fields.Datetime("Starts", required=True)
    date_to = fields.Datetime("Closes", required=True, help="Answers are released after this.")
    state = fields.Selection([("open", "Open"), ("released", "Released")], required=True, default="open", index=True)
    minimum_group = fields.Integer(
        required=True, help="What the people who answered this week were promised.", aggregator=None
    )
    invited_count = fields.Integer("Invited", compute="_compute_invited_count")
    answer_count = fields.Integer("Answers", help="Known once the week is released.")
    feedback_ids = fields.One2many("rollout.feedback", "wave_id", "Released Answers")

    _week_unique = models.UniqueIndex("(program_id, week)", "There is one form per week.")

    @api.depends("program_id", "week")
    def _compute_invited_count(self):
        counts = {
            (program.id, week): count
            for program, week, count in self.env["rollout.mailing"]._read_group(
                [
                    ("program_id", "in", self.program_id.ids),
                    ("purpose", "=", PURPOSE),
                    ("period", "in", self.mapped("week")),
                    ("state", "=", "queued"),
                ],
                ["program_id", "period"],
                ["__count"],
            )
        }
        for wave in self:
            wave.invited_count = counts.get((wave.program_id.id, wave.week), 0)

    def action_view_feedback(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_feedback.rollout_feedback_action")
        return {**action, "domain": [("wave_id", "=", self.id)], "context": {}}

    @api.model
    def _sign(self, body: bytes) -> bytes:
        # The signing key is a system parameter.
        return bytes.fromhex(hmac(self.env(su=True), TOKEN_SCOPE, body.hex()))

    @api.model
    def _find_open(self, token: str) -> dict | None:
        """Look up what an unused token of a running week opens.

        :return: ``minimum_group`` and ``company_name``; None if the token is wrong, expired or used, without
            telling which
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "minimum_group", "company_id"])
        self.env.cr.execute(
            SQL(
                """SELECT wave.minimum_group, company.name AS company_name
                     FROM rollout_wave wave
                     JOIN res_company company ON company.id = wave.company_id
                    WHERE wave.id = %s AND wave.state = 'open' AND wave.date_to > %s
                      AND NOT EXISTS (SELECT FROM rollout_spent_token spent
                                       WHERE spent.wave_id = wave.id AND spent.digest = %s)""",
                claim.wave_id,
                fields.Datetime.now(),
                link_token.digest(token),
            ),
            # The log must not show the digest.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)

    @api.model
    def _find_answered(self, token: str) -> dict | None:
        """Return what :meth:`_seal_answer` returned for a token that was used; the caller knows that it was."""
        claim = link_token.read(token, self._sign)
        wave_sudo = claim and self.sudo().browse(claim.wave_id).exists()
        if not wave_sudo:
            return None
        program_sudo = wave_sudo.program_id
        return {"program_id": program_sudo.id, "page_token": program_sudo.page_token}

    @api.model
    def _seal_answer(self, token: str, answer: dict, sending: str | None = None) -> dict | None:
        """Take in an answer, once per token, in one statement.

        The wave is held open until the transaction ends: it can't be released meanwhile. Whoever sends the same
        token while the first isn't committed yet waits, fails to serialize and is tried again by the server, then
        finds it used. No user is asked who they are.

        :param answer: as read by ``tools/answer.py``
        :param sending: the digest by which ``rollout.sending`` knows the page that was sent
        :return: ``program_id`` and its ``page_token``; None if the token is wrong, expired or used
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "program_id"])
        self.env["rollout.program"].flush_model(["page_token"])
        self.env.cr.execute(
            SQL(
                """WITH wave AS (
                       SELECT id, program_id FROM rollout_wave
                        WHERE id = %(wave)s AND state = 'open' AND date_to > %(now)s
                          FOR SHARE
                   ), spent AS (
                       INSERT INTO rollout_spent_token (wave_id, digest)
                       SELECT id, %(digest)s FROM wave
                           ON CONFLICT (wave_id, digest) DO NOTHING
                    RETURNING wave_id
                   ), sealed AS (
                       INSERT INTO rollout_sealed_answer (wave_id, department_id, payload)
                       SELECT wave_id, (SELECT id FROM hr_department WHERE id = %(department)s), %(answer)s
                         FROM spent
                   ), noted AS (
                       INSERT INTO rollout_sending (digest)
                       SELECT %(sending)s FROM spent WHERE %(sending)s IS NOT NULL
                           ON CONFLICT (digest) DO NOTHING
                   )
                   SELECT program.id AS program_id, program.page_token
                     FROM spent
                     JOIN wave ON wave.id = spent.wave_id
                     JOIN rollout_program program ON program.id = wave.program_id""",
                wave=claim.wave_id,
                now=fields.Datetime.now(),
                digest=link_token.digest(token),
                department=claim.department_id,
                answer=Json(answer),
                sending=sending,
            ),
            # The log must show neither the digest nor anything of the answer.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)
