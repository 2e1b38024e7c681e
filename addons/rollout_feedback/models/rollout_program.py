import re
from dataclasses import asdict, replace
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import email_normalize_all

from odoo.addons.rollout_base.tools.week import WEEKDAYS, iso_week, week_bounds_utc
from odoo.addons.rollout_log.models.rollout_log_item import KINDS
from odoo.addons.rollout_log.tools.mail_html import read_html
from odoo.addons.rollout_log.tools.mail_traces import VARIABLE
from odoo.addons.rollout_log.tools.summary import summarize
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from ..tools.fatigue import is_tired, response_rate
from ..tools.note import read_note
from ..tools.notes import is_time, plan_notes
from ..tools.screen import read_screen

MINIMUM_GROUP_FLOOR = 3
FEEDBACK_MONTHS_FLOOR = 3
FEEDBACK_MONTHS_CEILING = 120
NOTE_MODEL = "rollout.sealed.note"


class RolloutProgram(models.Model):
    """The weekly form of a program, the notes between two forms, and what staff can read about what became of both."""

    _name = "rollout.program"
    _inherit = ["rollout.program", "mail.alias.mixin.optional"]
    # Whose notes they are, and of what kind, is no lead's to say.
    _system_fields = frozenset(
        {"alias_defaults", "alias_force_thread_id", "alias_model_id", "alias_parent_model_id", "alias_parent_thread_id"}
    )
    _recorded_fields = frozenset(
        {"feedback_enabled", "feedback_minimum_group", "feedback_retention_months", "feedback_rhythm"}
    )

    feedback_enabled = fields.Boolean(
        "Send Every Week",
        default=True,
        tracking=True,
        help="Everybody in the departments in launch gets a personal link to the form.",
    )
    feedback_rhythm = fields.Selection(
        [("weekly", "Every week"), ("biweekly", "Every two weeks")],
        "Frequency",
        required=True,
        tracking=True,
        default="weekly",
        help="Asking less often tires less. A form always asks about the week in which it arrives.",
    )
    feedback_weekday = fields.Selection(
        WEEKDAYS,
        "Day",
        required=True,
        default="3",
    )
    feedback_hour = fields.Float("Time", default=9.0, help="In the program's time zone.", aggregator=None)
    feedback_reminder = fields.Boolean(
        "Remind Once",
        help="Everybody who was invited gets one reminder, since nobody knows who has answered.",
    )
    feedback_reminder_days = fields.Integer(
        "Days Until the Reminder",
        default=2,
        help="A reminder that would fall into the next week isn't sent.",
        aggregator=None,
    )
    feedback_minimum_group = fields.Integer(
        "Minimum Group",
        default=5,
        tracking=True,
        help="A department is named only in weeks in which at least this many of its people "
        "answered. A week already under way keeps the number with which it began.",
        aggregator=None,
    )
    feedback_retention_months = fields.Integer(
        "Keep Answers",
        default=12,
        tracking=True,
        help="Months after which answers are deleted, and their words in closed log items with them. "
        "Totals per week stay.",
        aggregator=None,
    )
    wave_ids = fields.One2many("rollout.wave", "program_id", "Weekly Forms")
    feedback_tired = fields.Boolean(
        "Few Answers",
        compute="_compute_feedback_tired",
        compute_sudo=True,
        groups="rollout_phase.group_rollout_lead",
        help="Fewer than half answered in each of the last two weeks.",
    )
    feedback_tired_noted = fields.Boolean(
        "Lead Told of Few Answers",
        copy=False,
        readonly=True,
        groups="rollout_phase.group_rollout_lead",
        help="The lead has been told, and isn't told again until the answers come back.",
    )
    heard_url = fields.Char(
        "You Said, We Did",
        compute="_compute_heard_url",
        groups="rollout_phase.group_rollout_champion",
        help="Whoever has this address can read what was heard and done, without a login.",
    )
    note_release_date = fields.Date(
        "Messages Opened On",
        copy=False,
        readonly=True,
        groups="rollout_phase.group_rollout_lead",
        help="The last day on which the messages that waited were looked at.",
    )

    _feedback_hour_in_day = models.Constraint(
        "CHECK (feedback_hour >= 0 AND feedback_hour < 24)", "The time must be between 0:00 and 23:59."
    )
    _feedback_reminder_days_in_week = models.Constraint(
        "CHECK (feedback_reminder_days BETWEEN 1 AND 6)", "A reminder comes one to six days after the form."
    )
    _feedback_minimum_group_floor = models.Constraint(
        f"CHECK (feedback_minimum_group >= {MINIMUM_GROUP_FLOOR})",
        "The minimum group is three people: in a smaller one everybody knows who said what.",
    )
    _feedback_retention_floor = models.Constraint(
        f"CHECK (feedback_retention_months >= {FEEDBACK_MONTHS_FLOOR})",
        "Answers are kept for three months at least: milestones look back that far.",
    )
    _feedback_retention_ceiling = models.Constraint(
        f"CHECK (feedback_retention_months <= {FEEDBACK_MONTHS_CEILING})",
        "Answers are kept for ten years (120 months) at most.",
    )

    @api.depends("wave_ids.state", "wave_ids.answer_count", "wave_ids.invited_count")
    def _compute_feedback_tired(self):
        for program in self:
            waves = program.wave_ids.filtered(lambda wave: wave.state == "released").sorted("week", reverse=True)
            program.feedback_tired = is_tired(response_rate(wave.invited_count, wave.answer_count) for wave in waves)

    @api.depends("page_token")
    def _compute_heard_url(self):
        for program in self:
            program.heard_url = program._make_heard_url(program.page_token)

    def _make_heard_url(self, page_token: str) -> str:
        return f"{self.get_base_url()}/rollout/heard/{page_token}"

    @api.constrains("alias_id")
    def _check_alias_is_own(self):
        """An alias of something else must not be renamed through a program."""
        for program in self:
            # Aliases are the system's; every lead may give a program its address.
            alias_sudo = program.alias_id.sudo()
            if alias_sudo and (
                alias_sudo.alias_model_id.model != NOTE_MODEL
                or alias_sudo.alias_parent_thread_id not in (False, 0, program.id)
            ):
                raise ValidationError(self.env._("This address belongs to something else."))

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        return {
            **values,
            "alias_model_id": self.env["ir.model"]._get_id(NOTE_MODEL),
            "alias_contact": "employees",
            "alias_defaults": repr({"program_id": self.id}),
        }

    def action_preview_feedback_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rollout/feedback/preview/{self.id}",
            "target": "new",
        }

    def action_slow_feedback_rhythm(self):
        """Ask every two weeks from now on."""
        self.feedback_rhythm = "biweekly"

    # How often the form goes out, to whom, and whether people are reminded of it.

    def _get_feedback_week(self) -> str:
        """Return the current ISO week of this program."""
        return iso_week(self._get_today())

    def _is_feedback_due(self) -> bool:
        """Tell whether the form of the current week should be on its way.

        If it goes out every two weeks, the week after one in which it went out is left out. A week counts from when
        its form was made. After a standstill the form is due at once.
        """
        self.ensure_one()
        return (
            self.feedback_enabled
            and bool(self._get_due_week(self.feedback_weekday, self.feedback_hour))
            and not (self.feedback_rhythm == "biweekly" and self._had_form_last_week())
        )

    def _had_form_last_week(self) -> bool:
        today = self._get_today()
        this_week, last_week = iso_week(today), iso_week(today - timedelta(days=7))
        weeks = set(self.wave_ids.mapped("week"))
        # A form that is already out this week is still sent to newcomers.
        return last_week in weeks and this_week not in weeks

    def _is_reminder_due(self) -> bool:
        """Tell whether the reminder of this week's form should be on its way."""
        self.ensure_one()
        if not (self.feedback_enabled and self.feedback_reminder):
            return False
        weekday = int(self.feedback_weekday) + self.feedback_reminder_days
        return weekday < 7 and bool(self._get_due_week(str(weekday), self.feedback_hour))

    def _get_feedback_invitees(self) -> dict:
        """Return the department for which each employee in launch answers.

        :return: ``{hr.employee: department id}``
        """
        self.ensure_one()
        return {
            employee: phase.department_id.id
            for phase, staff in self._get_staff_in_launch().items()
            for employee in staff
        }

    def _get_feedback_wave(self):
        """Return the wave of the current week, made if it is missing.

        The caller has taken the program's turn, so that nobody else makes it meanwhile.
        """
        self.ensure_one()
        week = self._get_feedback_week()
        wave = self.wave_ids.filtered(lambda wave: wave.week == week)
        if not wave:
            date_from, date_to = week_bounds_utc(week, self._get_timezone())
            wave = self.env["rollout.wave"].create(
                {
                    "program_id": self.id,
                    "week": week,
                    "date_from": date_from,
                    "date_to": date_to,
                    "minimum_group": self.feedback_minimum_group,
                }
            )
        return wave

    def _get_feedback_reply_to(self) -> str | bool:
        """Return the address that takes answers to this program's mails, or False."""
        self.ensure_one()
        # Everybody who gets a mail of the program sees its address.
        return self.sudo().alias_email or False

    # Notice when people stop answering, and suggest what may help.

    def _note_fatigue(self):
        """Tell the lead once when people stop answering; called when a week is released."""
        for program in self:
            if not program.feedback_tired:
                program.feedback_tired_noted = False
            elif not program.feedback_tired_noted:
                program._ask("lead", "mail.mail_activity_data_todo", program._prepare_fatigue_note)
                program.feedback_tired_noted = True

    def _prepare_fatigue_note(self, lang: str) -> tuple[str, str]:
        program = self.with_context(lang=lang)
        summary = program.env._("Fewer than half answered, two weeks in a row")
        note = program.env._(
            "People answer when they see that it changes something. Settle a few items of the log and tell "
            "everybody, or ask every two weeks only."
        )
        return summary, note

    # Notes: what people send between two weekly forms, and when it is opened.

    @api.model
    def _take_note(self, user, note: dict) -> dict:
        """Take in what ``user`` sends from the button in Odoo.

        Without a name it is sealed, and nothing of the user is kept, unless it is critical and they
        want the team to know now. With a name it goes to the log at once.

        :param note: as sent by the client: ``text``, ``kind``, ``critical``, ``now``, ``anonymous``,
            ``minutes`` (a week), ``screen`` (a dict, or none), ``with_record`` and ``key``, made at random for
            this one note: what is sent twice with it counts once, whoever sends it
        :return: ``{"error": sentence}`` or ``{"thanks": sentence}``
        """
        program_sudo, phase_sudo = self._find_note_target(user)
        if not program_sudo:
            return {"error": self.env._("No department of yours is in launch at the moment.")}
        reading = read_note(note, [kind for kind, _label in KINDS])
        if reading.error:
            return {"error": self._describe_note_error(reading.error)}
        values = reading.note
        is_new = self._note_once(program_sudo, user, values, values.pop("key"))
        origin, origin_url = read_screen(values.pop("screen"), values.pop("with_record"))
        entry = LogEntry(
            summary=summarize(values["text"]),
            description=values["text"],
            kind=values["kind"],
            critical=values["critical"],
            minutes_lost=values["minutes"],
            source="systray",
            origin=origin,
            origin_url=origin_url,
        )
        if not values["anonymous"]:
            if is_new:
                program_sudo._log_intake([replace(entry, phase_id=phase_sudo.id, reporter_id=user.id)])
            return {"thanks": self.env._("Thank you! The team has your message.")}
        if values["critical"] and values["now"]:
            # The department would make a small group of those who may have sent it at this moment.
            if is_new:
                program_sudo._log_intake([entry])
            return {"thanks": self.env._("Thank you! The team has your message, without your name.")}
        if is_new:
            self.env["rollout.sealed.note"]._seal(program_sudo, phase_sudo.id, asdict(entry))
        return {
            "thanks": self.env._("Thank you! Your message is opened some night of this week, together with others.")
        }

    @api.model
    def _note_once(self, program, user, values: dict, key: str) -> bool:
        """Tell whether a note is new; of a note without a name, nothing leads to ``user``."""
        said = (program.id, *(values[name] for name in ("text", "kind", "critical", "minutes")))
        sendings = self.env["rollout.sending"]
        if not values["anonymous"]:
            return sendings._note_author(user, *said)
        return not key or sendings._note_page(key, said)

    @api.model
    def _describe_note_error(self, reason: str) -> str:
        """Turn a reason of ``tools/note.py`` into a sentence."""
        return {
            "empty": self.env._("Please write a few words about what got in your way."),
            "long": self.env._("This text is too long. Please shorten it a little."),
            "choice": self.env._("Please choose one of the kinds offered."),
            "number": self.env._("Please write the minutes as a number between 0 and 10000."),
        }[reason]

    @api.model
    def _cron_release_notes(self):
        """Once a night, open the notes of each program where enough wait, or wait for long."""
        programs = self.search([("phase_ids", "!=", False)]).filtered(
            lambda program: program.note_release_date != program._get_today()
        )
        self.env["ir.cron"]._run_isolated(
            programs,
            lambda program: program.note_release_date != program._get_today() and program._release_notes(),
            lambda program: f"The notes of program {program.id} could not be opened",
            allow_referencing=True,
        )

    def _release_notes(self):
        """Make log items of the notes that may be opened now. The caller holds the lock."""
        self.ensure_one()
        self.note_release_date = self._get_today()
        week = self._get_feedback_week()
        notes = self.env["rollout.sealed.note"].search([("program_id", "=", self.id)])
        words = notes.filtered(lambda note: not note.is_tap)
        staff = {phase.id: len(people) for phase, people in self._get_staff_by_phase().items()}
        # A lower number than was promised to one of them applies when that one is gone.
        minimum = max([self.feedback_minimum_group, *notes.mapped("minimum_group")])
        if is_time(len(words), minimum, week, min(words.mapped("week"), default=None)):
            entries = [LogEntry(**{**note.payload, "phase_id": note.phase_id.id or None}) for note in words]
            self._log_intake(plan_notes(entries, minimum, staff))
            words.unlink()
        taps = (notes - words).filtered(lambda note: note.week < week)
        self.env["rollout.kiosk.tap"]._release(taps, minimum, staff)
        taps.unlink()

    # You said, we did: what staff can read about what became of their answers.

    def _get_heard(self, limit: int) -> list[dict]:
        """Return what was heard and done, the latest first, as far as a person made it public.

        :return: ``said`` and ``did`` in the team's words, ``decision`` (a label) and ``date``
        """
        self.ensure_one()
        items = self.env["rollout.log.item"]
        items.flush_model(["program_id", "active", "public_on", "public_summary", "public_answer", "state", "decision"])
        # Read with every page of thanks. Everybody may read what was made public, and only that.
        self.env.cr.execute(
            SQL(
                """SELECT %s AS public_summary, %s AS public_answer, item.decision, item.state, item.public_on
                     FROM rollout_log_item item
                    WHERE item.program_id = %s AND item.active IS TRUE AND item.public_on IS NOT NULL
                 ORDER BY item.public_on DESC, item.id DESC
                    LIMIT %s""",
                items._field_to_sql("item", "public_summary"),
                items._field_to_sql("item", "public_answer"),
                self.id,
                limit,
            )
        )
        return [self._prepare_heard(row) for row in self.env.cr.dictfetchall()]

    def _prepare_heard_page(self, limit: int) -> dict:
        """Hook: return what the page of thanks and the page behind ``heard_url`` show, as values of ``heard_list``."""
        return {"heard": self._get_heard(limit)}

    def _get_heard_lately(self, days: int) -> dict:
        """Return what was told in the last days, today included, as ``{program: entries}`` with an entry for each."""
        since = {program: program._get_today() - timedelta(days=days - 1) for program in self}
        # Everybody may read what was made public, and only that.
        items_sudo = self.env["rollout.log.item"].sudo()
        items_sudo = items_sudo.search_fetch(
            [("program_id", "in", self.ids), ("public_on", ">=", min(since.values(), default=False))],
            ["public_summary", "public_answer", "state", "decision", "public_on", "program_id"],
            order="public_on desc, id desc",
        )
        heard = {program: [] for program in self}
        for item_sudo in items_sudo:
            program = self.browse(item_sudo.program_id.id)
            if item_sudo.public_on >= since[program]:
                heard[program].append(self._prepare_heard(item_sudo))
        return heard

    @api.model
    def _prepare_heard(self, item) -> dict:
        """Return what a page or a mail says about ``item``, a record or a row of its values."""
        items = self.env["rollout.log.item"]
        states = dict(items._fields["state"]._description_selection(self.env))
        decisions = dict(items._fields["decision"]._description_selection(self.env))
        return {
            "said": item["public_summary"],
            "did": item["public_answer"],
            "decision": decisions.get(item["decision"]) or states[item["state"]],
            "date": item["public_on"],
        }

    # How long a program keeps what people said.

    @api.model
    def _get_expired_feedback_domain(self, moment_field: str) -> Domain:
        """Return the domain of what is out of its program's time, by a model's field that says when it is from."""
        now = fields.Datetime.now()
        return Domain.OR(
            Domain("program_id", "in", programs.ids) & Domain(moment_field, "<", now - relativedelta(months=months))
            for months, programs in self._group_by_retention("feedback_retention_months")
        )

    def _has_history(self) -> bool:
        return super()._has_history() or bool(self.wave_ids)

    # What the log asks: what an item keeps of its entry, and what it must not take for somebody's own words.

    def _prepare_log_item(self, entry):
        return {**super()._prepare_log_item(entry), "feedback_ids": list(entry.feedback_ids)}

    def _get_staff_words(self):
        # With elevated rights, as in the log: whoever words it may not read all of it, and still must not repeat it.
        answers_sudo = self.env["rollout.feedback"].sudo()
        written = Domain("company_id", "in", self.company_id.ids) & Domain("comment", "!=", False)
        return super()._get_staff_words() | set(answers_sudo.search_fetch(written, ["comment"]).mapped("comment"))

    def _get_own_addresses(self, companies_sudo):
        # Everybody who gets a mail of the program sees its address.
        addresses = self.sudo().mapped("alias_email")
        return super()._get_own_addresses(companies_sudo) | set(email_normalize_all(",".join(filter(None, addresses))))

    def _get_mail_texts(self):
        texts = super()._get_mail_texts()
        # What everybody in launch has in their mailbox is no secret.
        for wave_sudo in [program_sudo.wave_ids.sorted("week")[-1:] for program_sudo in self.sudo()]:
            for lang, _name in self.env["res.lang"].get_installed() if wave_sudo else ():
                wave_sudo = wave_sudo.with_context(lang=lang)
                day = wave_sudo._format_last_day()
                for subject, body in (wave_sudo._render_invitation(), wave_sudo._render_reminder()):
                    for text in (subject, *(line.text for line in read_html(body))):
                        texts.add(text.replace(day, VARIABLE))
                        texts.add(re.sub(r"\d+", VARIABLE, text.replace(day, VARIABLE)))
        return texts
