from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import format_list

from odoo.addons.rollout_base.models.ir_cron import Step
from odoo.addons.rollout_base.tools.iso_week_field import IsoWeek
from odoo.addons.rollout_base.tools.reader_dates import format_date
from odoo.addons.rollout_base.tools.week import weekly_moment_utc

PURPOSE = "rollout_win.wins"
BATCH_SIZE = 200
# Where no mail was due for a long time, the next one isn't a chronicle.
LOOK_BACK = timedelta(weeks=4)


class RolloutWin(models.Model):
    """A small success, told to everyone. Anybody in the company writes one; champions publish it."""

    _name = "rollout.win"
    _description = "Rollout Win"
    _inherit = ["rollout.branch.mixin", "rollout.calendar.mixin", "rollout.name.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _owner_fields = frozenset({"program_id", "phase_id"})
    _branch_fields = frozenset({"employee_ids"})

    name = fields.Char("What Went Well", required=True)
    text = fields.Text("Story", help="What was it like before, and what is it like now?")
    program_id = fields.Many2one(
        "rollout.program",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["rollout.program"]._get_only_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    phase_id = fields.Many2one(
        "rollout.phase",
        "Department",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        domain="[('program_id', '=', program_id)]",
    )
    employee_ids = fields.Many2many(
        "hr.employee.public",
        "rollout_win_employee_rel",
        "win_id",
        "employee_id",
        "Thanks To",
        domain="['|', ('company_id', '=', False), ('company_id', 'child_of', company_id)]",
        help="Colleagues who made it happen; they need no user.",
    )
    thanked_names = fields.Char("Also Thanks To", help="Others, such as temporary staff, separated by commas.")
    date = fields.Date(compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        group_expand=True,
    )
    published_on = fields.Datetime("Published", readonly=True, copy=False)
    mail_week = IsoWeek("Week of the Mail", readonly=True, copy=False, help="The ISO week whose mail tells of it.")
    message_id = fields.Many2one(
        "mail.message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )
    cheer_count = fields.Integer("Cheers", compute="_compute_cheers")
    has_cheered = fields.Boolean("I Cheered", compute="_compute_cheers")
    can_publish = fields.Boolean(compute="_compute_can_publish")

    @api.depends_context("uid")
    def _compute_cheers(self):
        # Everybody sees how many cheered; who did is nobody's to know.
        cheers_sudo = self.env["rollout.win.cheer"].sudo()
        counts = self._count_each(cheers_sudo, "win_id")
        own = cheers_sudo.search([("win_id", "in", self.ids), ("user_id", "=", self.env.uid)]).win_id
        for win in self:
            win.cheer_count = counts[win]
            win.has_cheered = win._origin in own

    @api.depends_context("uid")
    @api.depends("state", "program_id", "phase_id")
    def _compute_can_publish(self):
        allowed = self.browse()
        if self.env.user.has_group("rollout_phase.group_rollout_champion"):
            allowed = self._origin._filtered_access("write")
        for win in self:
            win.can_publish = win._origin in allowed

    @api.constrains("program_id", "phase_id")
    def _check_phase(self):
        for win in self:
            if win.phase_id and win.phase_id.program_id != win.program_id:
                raise ValidationError(self.env._("“%s” is no department of this program.", win.phase_id.display_name))

    def write(self, vals):
        result = super().write(vals)
        if {"name", "text", "phase_id", "employee_ids", "thanked_names"} & vals.keys():
            self._refresh_message()
        return result

    def unlink(self):
        self._remove_message()
        return super().unlink()

    def action_publish(self):
        self._ensure_may_publish()
        self._wait_turn()
        for win in self.filtered(lambda win: win.state == "draft"):
            # The state is guarded against clients; who publishes has just been checked.
            win_sudo = win.sudo()
            win_sudo.write({"state": "published", "published_on": fields.Datetime.now()})
            win_sudo._post_message()
            win_sudo.env["rollout.webhook.delivery"]._queue(win_sudo)

    def action_withdraw(self):
        """Take a published win back: from the wall and the channel, and from a mail not yet sent."""
        self._ensure_may_publish()
        published = self.filtered(lambda win: win.state == "published")
        published._remove_message()
        # The state is guarded against clients; who withdraws has just been checked.
        published_sudo = published.sudo()
        self.env["rollout.webhook.delivery"].sudo().search(
            [("win_id", "in", published.ids), ("state", "!=", "done")]
        ).unlink()
        published_sudo.write({"state": "draft", "published_on": False})

    def action_cheer(self):
        """Cheer, or take it back."""
        self.check_access("read")
        for win in self.filtered(lambda win: win.state == "published"):
            if win.has_cheered:
                win._take_back_cheer()
            else:
                win._cheer()

    def _ensure_may_publish(self):
        if not self.env.user.has_group("rollout_phase.group_rollout_champion"):
            raise AccessError(self.env._("Champions and leads publish wins."))
        self.check_access("write")

    # Cheers.

    def _cheer(self):
        """Note that the user cheers; once, however often they do."""
        self.ensure_one()
        self.env["rollout.win.cheer"]._note(self.id, self.env.uid)
        self.invalidate_recordset(["cheer_count", "has_cheered"])

    def _take_back_cheer(self):
        # Cheers have no access rights; these are the user's own.
        cheers_sudo = self.env["rollout.win.cheer"].sudo()
        own_sudo = cheers_sudo.search([("win_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        own_sudo._wait_turn()
        own_sudo.unlink()
        self.invalidate_recordset(["cheer_count", "has_cheered"])

    # Its message in the channel.

    def _post_message(self):
        self.ensure_one()
        channel_sudo = self.program_id.sudo()._get_wins_channel()
        # Who publishes need not have joined the channel.
        self.sudo().message_id = channel_sudo.with_context(mail_create_nosubscribe=True).message_post(
            body=self._render_message(),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )

    def _refresh_message(self):
        # What stands in the channel follows the win, whoever corrects it.
        for win_sudo in self.sudo().filtered("message_id"):
            channel_sudo = win_sudo.program_id.channel_id
            if channel_sudo:
                channel_sudo._message_update_content(win_sudo.message_id, body=win_sudo._render_message())

    def _remove_message(self):
        self.check_access("write")
        # The message belongs to the win, and goes with it.
        self.sudo().message_id.unlink()

    def _in_company_language(self):
        # Everybody reads the same message: in the company's language.
        lang = self.company_id.sudo().partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _get_thanked(self) -> list[str]:
        """Return the names of all who are thanked."""
        self.ensure_one()
        # A colleague of a department that the reader can't see is thanked all the same.
        names = self.employee_ids.sudo().mapped("name")
        return [*names, *filter(None, (name.strip() for name in (self.thanked_names or "").split(",")))]

    def _describe_thanks(self) -> str:
        """Say who is thanked, in the context's language; empty if nobody is."""
        names = self._get_thanked()
        return self.env._("Thanks to %s", format_list(self.env, names)) if names else ""

    def _render_message(self) -> Markup:
        """Return the win as the channel shows it: everything typed is text."""
        self.ensure_one()
        win = self._in_company_language()
        lines = [Markup("🎉 <b>%s</b>") % win.name]
        if win.text:
            lines.append(Markup("<br>").join(win.text.splitlines()))
        if thanks := win._describe_thanks():
            lines.append(Markup("<i>%s</i>") % thanks)
        return Markup("").join(Markup("<p>%s</p>") % line for line in lines)

    def _render_text(self) -> str:
        """Return the win as plain text, for chat programs."""
        self.ensure_one()
        win = self._in_company_language()
        head = f"{win.phase_id.name}: {win.name}" if win.phase_id else win.name
        return "\n".join(filter(None, [f"🎉 {head}", win.text, win._describe_thanks()]))

    # The wins of the week: one mail to everybody in launch, in weeks that have any.

    @api.model
    def _cron_send_mails(self):
        """Queue the mail of the current week wherever it is due and not yet queued."""
        programs = self.env["rollout.program"].search(
            [("wins_mail_enabled", "=", True), ("phase_ids.is_in_launch", "=", True)]
        )
        pending = {}
        for program in programs:
            week = program._get_due_week(program.wins_weekday, program.wins_hour)
            if week and self.search_count(self._get_mail_domain(program, week), limit=1):
                pending[program, week] = len(self._get_mail_pending(program, week))
        self.env["ir.cron"]._run_steps(
            [
                Step(
                    program,
                    lambda program, week=week: self._mail_batch(program, week),
                    f"Wins of program {program.id} could not be sent",
                    expected,
                    in_batches=True,
                )
                for (program, week), expected in pending.items()
            ]
        )

    @api.model
    def _get_mail_domain(self, program, week: str) -> list:
        """Return the domain of the wins that the mail of ``week`` tells of.

        Those published before its moment which no mail has told of yet. Once its first mails
        are queued the week is noted on them, so that all get the same.
        """
        moment = weekly_moment_utc(week, int(program.wins_weekday), program.wins_hour, program._get_timezone())
        return [
            ("program_id", "=", program.id),
            ("state", "=", "published"),
            "|",
            ("mail_week", "=", week),
            "&",
            ("mail_week", "=", False),
            "&",
            ("published_on", "<=", moment),
            ("published_on", ">", moment - LOOK_BACK),
        ]

    @api.model
    def _get_mail_pending(self, program, week):
        staff = self.env["hr.employee"].union(*program._get_staff_in_launch().values())
        return self.env["rollout.mailing"]._get_pending(program, PURPOSE, week, staff)

    @api.model
    def _mail_batch(self, program, week: str) -> int:
        """Queue the next mails of ``week`` and return how many people were dealt with."""
        batch = self._get_mail_pending(program, week)[:BATCH_SIZE]
        if self.search_count([("program_id", "=", program.id), ("mail_week", "=", week)], limit=1):
            wins = self.search([*self._get_mail_domain(program, week), ("mail_week", "=", week)])
        else:
            wins = self.search(self._get_mail_domain(program, week))
            wins.mail_week = week
        if not wins:
            return 0  # taken back meanwhile
        self.env["rollout.mailing"]._queue_to_staff(
            program, PURPOSE, week, batch, lambda lang: wins.with_context(lang=lang)._render_mail()
        )
        return len(batch)

    def _render_mail(self) -> tuple[str, str]:
        """Return subject and body of the mail about ``self``, in the context's language."""
        company = self.company_id[:1]
        body = self.env["ir.qweb"]._render(
            "rollout_win.wins_mail",
            {
                "company_name": company.name,
                "wins": [
                    {
                        "name": win.name,
                        "lines": (win.text or "").splitlines(),
                        "thanks": win._describe_thanks(),
                        "about": " · ".join(
                            filter(None, [win.phase_id.name, format_date(self.env, win.date, date_format="d MMMM")])
                        ),
                    }
                    for win in self
                ],
                "lang": self.env.lang,
            },
        )
        return self.env._("%s: wins of the week", company.name), str(body)
