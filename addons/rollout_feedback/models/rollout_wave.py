from odoo import api, fields, models
from odoo.tools import SQL, hmac

from ..tools import link_token

PURPOSE = "rollout_feedback.invitation"
TOKEN_SCOPE = "rollout_feedback.token"


class RolloutWave(models.Model):
    """The weekly form of one program in one ISO week: sent, answered, sealed, then released."""

    _name = "rollout.wave"
    _description = "Rollout Weekly Form"
    _order = "week desc, id desc"
    _rec_name = "week"

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    week = fields.Char(required=True, help="The ISO week, such as 2026-W47.")
    date_from = fields.Datetime("Starts", required=True)
    date_to = fields.Datetime("Closes", required=True, help="Answers are released after this.")
    state = fields.Selection([("open", "Open"), ("released", "Released")], required=True, default="open", index=True)
    minimum_group = fields.Integer(required=True, help="What the people who answered this week were promised.")
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
    def _find_open(self, token: str, lock: bool = False) -> dict | None:
        """Look up what an unused token of a running week opens.

        :param lock: hold the wave open until the transaction ends: it can't be released meanwhile
        :return: ``wave_id``, ``program_id``, ``department_id``, ``minimum_group`` and ``company_name``; None if the
            token is wrong, expired or used, without telling which
        """
        claim = link_token.read(token, self._sign)
        if not claim:
            return None
        self.flush_model(["state", "date_to", "minimum_group", "company_id", "program_id"])
        self.env.cr.execute(
            SQL(
                """SELECT wave.id AS wave_id, wave.program_id, department.id AS department_id,
                          wave.minimum_group, company.name AS company_name
                     FROM rollout_wave wave
                     JOIN res_company company ON company.id = wave.company_id
                LEFT JOIN hr_department department ON department.id = %s
                    WHERE wave.id = %s AND wave.state = 'open' AND wave.date_to > %s
                      AND NOT EXISTS (SELECT FROM rollout_spent_token spent
                                       WHERE spent.wave_id = wave.id AND spent.digest = %s)
                      %s""",
                claim.department_id,
                claim.wave_id,
                fields.Datetime.now(),
                link_token.digest(token),
                SQL("FOR SHARE OF wave") if lock else SQL(),
            ),
            # Failing to serialize with the release is tried again; the log must not show the digest.
            log_exceptions=False,
        )
        return next(iter(self.env.cr.dictfetchall()), None)

    @api.model
    def _seal_answer(self, token: str, answer: dict) -> int | None:
        """Take in an answer, once per token.

        :param answer: as read by ``tools/answer.py``
        :return: the id of the program; None if the token is wrong, expired or used
        """
        found = self._find_open(token, lock=True)
        if not found or not self.env["rollout.spent.token"]._spend(found["wave_id"], link_token.digest(token)):
            return None
        self.env["rollout.sealed.answer"]._seal(found["wave_id"], found["department_id"], answer)
        return found["program_id"]
