from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_log.tools.mail_text import held_words, own_subject, own_words
from odoo.addons.rollout_log.tools.summary import summarize

from ..tools.mail_attachment import is_worth_telling


class RolloutSealedNote(models.Model):
    """A note without a name that waits to be opened together with others. Nobody may read it.

    It bears neither author nor time, only the week in which it must be opened at the latest. The
    entry for the log is in ``payload``, with the fields of a ``LogEntry``; that of a
    tap on a mood is ``{"mood": 1 to 5}``.
    """

    _name = "rollout.sealed.note"
    _description = "Rollout Sealed Message"
    _inherit = ["rollout.calendar.mixin"]
    _log_access = False
    _is_personal = True

    program_id = fields.Many2one("rollout.program", required=True, index=True, ondelete="cascade")
    phase_id = fields.Many2one("rollout.phase", index="btree_not_null", ondelete="set null")
    week = IsoWeek(required=True, help="The ISO week in which it came.")
    minimum_group = fields.Integer(help="What the people who sent it were promised.", aggregator=None)
    is_tap = fields.Boolean(help="Only a mood was tapped.")
    payload = fields.Json(required=True)

    @api.model
    def _seal(self, program, phase_id: int | None, payload: dict, is_tap: bool = False) -> None:
        """Keep a note. No user is asked who they are, and a failure logs nothing of it."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_sealed_note (program_id, phase_id, week, minimum_group, is_tap, payload)
                   VALUES (%s, %s, %s, %s, %s, %s)""",
                program.id,
                phase_id or None,
                program._get_feedback_week(),
                program.feedback_minimum_group,
                is_tap,
                Json(payload),
            ),
            log_exceptions=False,
        )

    @api.model
    def _count(self, phase_id: int, is_tap: bool) -> int:
        """Return how many notes of a phase wait."""
        self.env.cr.execute(
            SQL(
                "SELECT count(*) FROM rollout_sealed_note WHERE phase_id = %s AND is_tap = %s",
                phase_id,
                is_tap,
            )
        )
        return self.env.cr.fetchone()[0]

    # A mail to a program's address becomes a note; the mail itself is not kept. The gateway asks of a model what
    # follows: a new record for a mail, and to post the mail on it.

    @api.model
    @api.private
    def message_new(self, msg_dict, custom_values=None):
        """Seal what a mail says. Sender, addresses, headers and attachments are left behind."""
        program = self.env["rollout.program"].browse((custom_values or {}).get("program_id")).exists()
        if not program:
            return self
        traces = program._get_mail_traces(
            msg_dict.get("email_from"), ",".join(filter(None, (msg_dict.get("recipients"), msg_dict.get("cc"))))
        )
        is_reply = bool(msg_dict.get("in_reply_to") or msg_dict.get("references"))
        subject = own_subject(msg_dict.get("subject"), is_reply, traces)
        body, has_picture = own_words(msg_dict.get("body") or "", traces)
        if not (body or subject) and held_words(msg_dict.get("body") or "", traces):
            body = self.env._("A mail came in; its words could not be told apart from the rest.")
        if body or subject:
            is_attached = has_picture or any(map(is_worth_telling, msg_dict.get("attachments") or []))
            attached = self.env._("Something was attached; it isn't kept.") if is_attached else ""
            self._seal(
                program,
                None,
                {
                    "summary": summarize(subject or body),
                    "description": "\n\n".join(filter(None, [body or subject, attached])),
                    "source": "email",
                },
            )
        return self

    @api.private
    def message_post(self, **post_params):
        """Post nothing: the mail names its sender."""
        return self.env["mail.message"]

    def _creation_subtype(self):
        return self.env["mail.message.subtype"]
