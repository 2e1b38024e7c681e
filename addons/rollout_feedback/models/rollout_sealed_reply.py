from secrets import SystemRandom

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..tools.link_token import digest
from ..tools.reply_link import WAITING_LIMIT


class RolloutSealedReply(models.Model):
    """A reply of an unknown sender on its way to the team. Nobody may read it: it has no access rights."""

    _name = "rollout.sealed.reply"
    _description = "Rollout Sealed Reply"
    _inherit = ["rollout.calendar.mixin"]
    _program_path = "feedback_id.program_id"
    _log_access = False
    _rec_name = "day"
    _is_personal = True

    feedback_id = fields.Many2one("rollout.feedback", required=True, ondelete="cascade")
    slot = fields.Integer(required=True, help="One of the few that a link has for what is on its way.", aggregator=None)
    day = fields.Date(required=True, index=True)
    text = fields.Text(required=True)

    _slot_unique = models.UniqueIndex("(feedback_id, slot)", "This link's replies are still on their way.")

    @api.model
    def _seal(self, secret: str, text: str) -> str | None:
        """Keep a reply, and return why not, if so: ``full``, ``sealed`` or ``wrong``.

        A text that is on its way already is taken as sent: somebody pressed the button twice.
        """
        feedback_sudo = self.env["rollout.feedback"]._find_by_secret(secret)
        if not feedback_sudo:
            return "sealed" if self.env["rollout.sealed.answer"]._has_reply_digest(digest(secret)) else "wrong"
        # Whoever comes at the same moment takes the same slot, fails to serialize and is tried again.
        self.env.cr.execute(
            SQL(
                """INSERT INTO rollout_sealed_reply (feedback_id, slot, day, text)
                   SELECT %(feedback)s, free.slot, %(day)s, %(text)s
                     FROM generate_series(1, %(limit)s) free (slot)
                    WHERE NOT EXISTS (SELECT FROM rollout_sealed_reply sealed
                                       WHERE sealed.feedback_id = %(feedback)s
                                         AND (sealed.slot = free.slot OR sealed.text = %(text)s))
                 ORDER BY free.slot LIMIT 1
              ON CONFLICT (feedback_id, slot) DO NOTHING RETURNING id""",
                feedback=feedback_sudo.id,
                day=feedback_sudo.program_id._get_today(),
                text=text,
                limit=WAITING_LIMIT,
            ),
            log_exceptions=False,
        )
        if self.env.cr.fetchall():
            return None
        # Nobody may read what is sealed; whoever holds the link knows their own words.
        sent_already = self.sudo().search_count([("feedback_id", "=", feedback_sudo.id), ("text", "=", text)])
        return None if sent_already else "full"

    @api.model
    def _cron_deliver(self):
        """Hand over what arrived on earlier days, each program's together and in random order."""
        arrived = self.search([("day", "<=", fields.Date.today())])
        today = {program: program._get_today() for program in arrived.feedback_id.program_id}
        earlier = arrived.filtered(lambda row: row.day < today[row.feedback_id.program_id])
        self.env["ir.cron"]._run_isolated(
            list(earlier.grouped(lambda row: row.feedback_id.program_id).values()),
            lambda rows: rows._deliver(rows.feedback_id.program_id),
            lambda rows: f"{len(rows)} replies of one program could not be delivered",
        )

    def _deliver(self, program):
        """Put the replies into their threads, and into the chatter of the log items behind them."""
        shuffled = self.browse(SystemRandom().sample(self.ids, len(self)))
        today = program._get_today()
        replies = self.env["rollout.reply"].create(
            [
                {"feedback_id": row.feedback_id.id, "direction": "sender", "text": row.text, "day": today}
                for row in shuffled
            ]
        )
        items = (
            self.env["rollout.log.item"]
            .with_user(SUPERUSER_ID)
            .with_context(active_test=False)
            .search([("feedback_ids", "in", replies.feedback_id.ids)])
        )
        for reply in replies:
            for item in items.filtered(lambda item, reply=reply: reply.feedback_id in item.feedback_ids):
                # Plain text: markup in it is shown literally.
                item.message_post(
                    body=self.env._("The sender replies: %s", reply.text),
                    message_type="notification",
                    subtype_xmlid="mail.mt_comment",
                )
        self.unlink()
