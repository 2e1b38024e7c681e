from datetime import timedelta
from secrets import token_urlsafe
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.rollout_base.tools.excerpt import excerpt
from odoo.addons.rollout_base.tools.week import WEEKDAYS

from ..tools.chat_message import kind_of
from ..tools.webhook import WebhookError, read_url

ANSWER_CHARS = 300


class RolloutProgram(models.Model):
    """Where this program's wins are told."""

    _inherit = "rollout.program"

    win_ids = fields.One2many("rollout.win", "program_id", "Wins")
    win_count = fields.Integer("Wins Published", compute="_compute_win_count")
    channel_id = fields.Many2one(
        "discuss.channel",
        "Wins Channel",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Made when the first win is published. Everybody in the company can join it.",
    )
    wins_mail_enabled = fields.Boolean(
        "Wins of the Week",
        default=True,
        help="Everybody in the departments in launch gets the week's wins in one mail, if there are any.",
    )
    wins_weekday = fields.Selection(
        WEEKDAYS,
        "Wins Day",
        required=True,
        default="4",
    )
    wins_hour = fields.Float("Wins Time", default=14.0, help="In the program's time zone.", aggregator=None)
    # Who knows the address can post there: it is as secret as the key.
    wins_webhook_url = fields.Char(
        "Webhook",
        copy=False,
        groups="rollout_phase.group_rollout_lead",
        help="An address of your chat program that takes messages. It starts with https://.",
    )
    wins_webhook_kind = fields.Selection(
        [
            ("teams", "Microsoft Teams"),
            ("slack", "Slack"),
            ("mattermost", "Mattermost"),
            ("google", "Google Chat"),
            ("discord", "Discord"),
            ("text", "Other"),
        ],
        "Chat Program",
        compute="_compute_wins_webhook_kind",
        store=True,
        readonly=False,
        copy=False,
        groups="rollout_phase.group_rollout_lead",
        help="Each takes messages in a form of its own. It is told by the address, if that is known.",
    )
    wins_webhook_secret = fields.Char(
        "Signing Key", readonly=True, copy=False, groups="rollout_phase.group_rollout_lead"
    )
    wins_delivery_ids = fields.One2many(
        "rollout.webhook.delivery", "program_id", "Deliveries", groups="rollout_phase.group_rollout_lead"
    )

    _wins_hour_in_day = models.Constraint(
        "CHECK (wins_hour >= 0 AND wins_hour < 24)", "The time must be between 0:00 and 23:59."
    )

    def _compute_win_count(self):
        is_published = Domain("state", "=", "published")
        for program, count in self._count_each(self.env["rollout.win"], "program_id", is_published).items():
            program.win_count = count

    @api.depends("wins_webhook_url")
    def _compute_wins_webhook_kind(self):
        for program in self:
            program.wins_webhook_kind = program.wins_webhook_url and kind_of(program.wins_webhook_url)

    @api.constrains("wins_webhook_url")
    def _check_wins_webhook_url(self):
        deliveries = self.env["rollout.webhook.delivery"]
        for program in self.filtered("wins_webhook_url"):
            try:
                read_url(program.wins_webhook_url, deliveries._allows_private())
            except WebhookError as error:
                raise ValidationError(deliveries._describe_error(error)) from None

    def action_view_wins(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rollout_win.rollout_win_action")
        return {
            **action,
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

    def action_renew_webhook_secret(self):
        """Make a new key; messages signed with the old one are at an end."""
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead sees the key."))
        self.check_access("write")
        for program in self:
            # Nobody types a key: it is guarded against clients.
            program.sudo().wins_webhook_secret = token_urlsafe(32)

    def action_test_webhook(self):
        """Post a message now and say what the chat program's server answered."""
        self.ensure_one()
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead tries the webhook."))
        self.check_access("write")
        deliveries = self.env["rollout.webhook.delivery"]
        text = self._in_wins_language().env._(
            "A test from Odoo: the wins of “%s” will be told here.", self.display_name
        )
        try:
            answer = deliveries._post(self, text, str(uuid4()))
        except WebhookError as error:
            answer, kind = error.answer, "danger"
            sentences = [deliveries._describe_error(error)]
        else:
            kind = "warning"
            sentences = [
                self.env._("The server accepted the message (status %s).", answer.status),
                self.env._("Look into the chat program: only there can you see whether it is shown."),
            ]
        if answer and answer.text:
            sentences.insert(1, self.env._("Its answer: %s", excerpt(answer.text, ANSWER_CHARS)))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "sticky": True, "message": " ".join(sentences)},
        }

    def _get_wins(self, limit: int) -> list[dict]:
        """Return the latest published wins, for pages that anybody with the link sees.

        Nobody who is thanked is named there.

        :return: one dict each, with ``text`` (str, plain) and ``date`` (date), latest first
        """
        self.ensure_one()
        self.env["rollout.win"].flush_model(["program_id", "state", "name", "date"])
        # Read with every page of thanks. What is published was meant for everybody.
        self.env.cr.execute(
            SQL(
                """SELECT name AS text, date FROM rollout_win
                    WHERE program_id = %s AND state = 'published'
                 ORDER BY date DESC, id DESC
                    LIMIT %s""",
                self.id,
                limit,
            )
        )
        return self.env.cr.dictfetchall()

    def _get_wins_lately(self, days: int) -> dict:
        """Return what was published in the last days, as ``{program: wins}`` with an entry for each program.

        The wins are as in :meth:`_get_wins`: nobody who is thanked is named.
        """
        wins = {program: [] for program in self}
        # What is published was meant for everybody.
        found_sudo = (
            self.env["rollout.win"]
            .sudo()
            .search(
                [
                    ("program_id", "in", self.ids),
                    ("state", "=", "published"),
                    ("published_on", ">", fields.Datetime.now() - timedelta(days=days)),
                ]
            )
        )
        for win_sudo in found_sudo:
            program = self.browse(win_sudo.program_id.id)
            wins[program].append({"text": win_sudo.name, "date": win_sudo.date})
        return wins

    def _get_wins_channel(self):
        """Return the program's channel, made if it is missing, with those in launch as members."""
        self.ensure_one()
        self._wait_turn()
        if not self.channel_id:
            channel = self.env["discuss.channel"].create(
                {
                    "name": self._in_wins_language().env._("Wins: %s", self.name),
                    "description": self._in_wins_language().env._("Small successes on the way into Odoo"),
                    "channel_type": "channel",
                    "group_public_id": self.env.ref("base.group_user").id,
                    "rollout_company_id": self.company_id.id,
                }
            )
            channel._add_members(users=self._get_wins_members(), post_joined_message=False)
            self.channel_id = channel
        return self.channel_id

    def _replace_followers(self, gone, come):
        result = super()._replace_followers(gone, come)
        # Whoever names a lead or sponsor need not have joined the channel.
        channel_sudo = self.sudo().channel_id
        if channel_sudo and come:
            channel_sudo._add_members(users=come.filtered(self._lets_in), post_joined_message=False)
        return result

    def _in_wins_language(self):
        lang = self.company_id.partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _get_wins_members(self):
        """Return the users whom a new channel is for: who stands behind the program, and who is in launch."""
        employees = self.env["hr.employee"].union(*self._get_staff_in_launch().values())
        users = self.sponsor_id | self.lead_id | employees.user_id | self.phase_ids.champion_ids.employee_id.user_id
        return users.filtered(lambda user: user.active and not user.share)
