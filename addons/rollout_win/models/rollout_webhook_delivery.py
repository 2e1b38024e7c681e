import time
from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import webhook
from ..tools.chat_message import compose

# For tests only: lets messages go to this machine and its network, without TLS.
PRIVATE_PARAMETER = "rollout_win.webhook_private"
KEEP = timedelta(days=30)


class RolloutWebhookDelivery(models.Model):
    """A win on its way to a chat program: tried until the receiver takes it, or given up and told.

    Written by the publication, sent by a scheduled action: a slow receiver holds up nobody. A win may
    arrive twice if the server dies just after sending; the key is then the same. The message is
    made from the win when it is sent, so that nothing of it is kept here.
    """

    _name = "rollout.webhook.delivery"
    _description = "Rollout Webhook Delivery"
    _inherit = ["rollout.calendar.mixin"]
    _order = "id desc"
    _rec_name = "win_id"

    win_id = fields.Many2one("rollout.win", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="win_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="win_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Accepted by the Server"), ("failed", "Failed")],
        required=True,
        default="waiting",
        index=True,
    )
    tries = fields.Integer(aggregator=None)
    next_try = fields.Datetime(index="btree_not_null")
    last_error = fields.Char()
    key = fields.Char("Idempotency Key", required=True, help="The same at each try, so that a receiver can tell.")

    _key_unique = models.UniqueIndex("(key)", "Each delivery has a key of its own.")

    @api.model
    def _queue(self, wins):
        """Have ``wins`` delivered wherever their program has an address; the caller commits."""
        deliveries = self.create(
            [
                {"win_id": win.id, "key": str(uuid4()), "next_try": fields.Datetime.now()}
                for win in wins
                if win.program_id.wins_webhook_url
            ]
        )
        if deliveries:
            self.env.ref("rollout_win.ir_cron_deliver_webhooks")._trigger()

    def action_retry(self):
        """Begin again with what was given up."""
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead sends wins again."))
        self.check_access("read")
        # Deliveries are written by the system alone; who asks has just been checked.
        failed_sudo = self.sudo().filtered(lambda delivery: delivery.state == "failed")
        failed_sudo.write({"state": "waiting", "tries": 0, "next_try": fields.Datetime.now(), "last_error": False})
        if failed_sudo:
            self.env.ref("rollout_win.ir_cron_deliver_webhooks").sudo()._trigger()

    @api.model
    def _cron_deliver(self, batch_size=50):
        """Send what is due, each in a transaction of its own."""
        now = fields.Datetime.now()
        due = self.search([("state", "=", "waiting"), ("next_try", "<=", now)], order="next_try, id", limit=batch_size)
        self.env["ir.cron"]._run_isolated(
            due,
            # Looked at again: it may have been put off behind one that failed just now.
            lambda delivery: delivery.state == "waiting" and delivery.next_try <= now and delivery._attempt(),
            lambda delivery: f"Webhook delivery {delivery.id} could not be made",
        )

    def _attempt(self):
        """Send once and note the outcome; the caller holds the lock, and commits."""
        self.ensure_one()
        program = self.program_id
        try:
            self._post(program, self.win_id._render_text(), self.key)
        except webhook.WebhookError as error:
            self._note_failure(error)
        else:
            self.write({"state": "done", "tries": self.tries + 1, "next_try": False, "last_error": False})

    @api.model
    def _post(self, program, text: str, key: str):
        """Post ``text`` to the program's chat program, in the form that this one shows.

        :return: the receiver's ``webhook.Answer``
        :raise WebhookError: it was not taken
        """
        body = compose(program.wins_webhook_kind or "text", text)
        headers = {"User-Agent": "Rollout-for-Odoo", "Idempotency-Key": key}
        if program.wins_webhook_secret:
            timestamp = str(int(time.time()))
            headers["X-Rollout-Timestamp"] = timestamp
            headers["X-Rollout-Signature"] = webhook.sign(program.wins_webhook_secret, timestamp, body)
        return webhook.post(program.wins_webhook_url or "", body, headers, self._allows_private())

    def _note_failure(self, error):
        tries = self.tries + 1
        values = {"tries": tries, "last_error": self._describe_error(error)}
        if tries >= webhook.MAX_TRIES:
            self.write({**values, "state": "failed", "next_try": False})
            self._tell_lead()
        else:
            next_try = fields.Datetime.now() + timedelta(minutes=webhook.minutes_to_wait(tries))
            self.write({**values, "next_try": next_try})
            # The program's other wins would fail, too: they wait behind this one.
            self.search(
                [
                    ("program_id", "=", self.program_id.id),
                    ("state", "=", "waiting"),
                    ("next_try", "<", next_try),
                    ("id", "!=", self.id),
                ]
            ).next_try = next_try

    def _tell_lead(self):
        program = self.program_id

        def prepare(lang):
            return program.with_context(lang=lang).env._("Wins don't reach your chat program"), self.last_error

        # Whoever was asked first may have read another language.
        told = {prepare(lang)[0] for lang, _name in self.env["res.lang"].get_installed()}
        if not program.activity_ids.filtered(lambda activity: activity.summary in told):
            program._ask("lead", "mail.mail_activity_data_warning", prepare)

    @api.model
    def _allows_private(self) -> bool:
        # A system parameter, which only administrators read and set.
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        return parameters_sudo.get_param(PRIVATE_PARAMETER) == "True"

    @api.model
    def _describe_error(self, error) -> str:
        """Say in words what a ``WebhookError`` means; the address is never part of it."""
        sentences = {
            "url": self.env._("The webhook needs a whole address, such as https://hooks.example.com/…"),
            "scheme": self.env._("The webhook's address must start with https://."),
            "private": self.env._("The webhook's address leads into a private network."),
            "unknown": self.env._("The webhook's address can't be found."),
            "timeout": self.env._("The receiver took too long."),
            "connection": self.env._("The receiver can't be reached."),
            "certificate": self.env._("The receiver's certificate is not valid."),
            "status": self.env._("The receiver answered with status %s.", error.answer and error.answer.status),
            "refused": self.env._("The receiver answered that it could not pass the message on."),
            "page": self.env._("The receiver answered with a web page: this is not the address of a webhook."),
        }
        return sentences[error.reason]

    @api.autovacuum
    def _gc_deliveries(self):
        """Forget what was delivered, or given up, long ago."""
        limit = fields.Datetime.now() - KEEP
        self.search([("state", "!=", "waiting"), ("write_date", "<", limit)]).unlink()
