from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

from odoo.addons.rollout_digest.tools.bar import bar_percent
from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES
from odoo.addons.rollout_phase.tools.reader_dates import format_week
from odoo.addons.rollout_phase.tools.week import iso_week

# As often as the digest comes: each win and each answer to staff stands in one of them.
DAYS = 7
# The best answer to the question of the mood.
BEST_MOOD = 5
# A week whose form nobody was sent isn't news for long.
LOOK_BACK = timedelta(days=14)
# Of each list of items.
LIMIT = 3


class RolloutDigestSection(models.Model):
    """What became of what staff said: you said, we did; wins; how many answered, and in which mood; the log.

    The last two are for those who lead the launch.
    """

    _inherit = "rollout.digest.section"

    kind = fields.Selection(
        selection_add=[
            ("heard", "You Said, We Did"),
            ("wins", "Wins"),
            ("answers", "The Weekly Form"),
            ("log", "The Log"),
        ],
        ondelete={"heard": "cascade", "wins": "cascade", "answers": "cascade", "log": "cascade"},
    )

    @api.model
    def _render_heard(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render what was told to everybody since the last digest, in the team's words."""
        return self._render_entries("rollout_digest_log.digest_heard", programs._get_heard_lately(DAYS))

    @api.model
    def _render_wins(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render the wins that were published since the last digest, without anybody's name."""
        return self._render_entries("rollout_digest_log.digest_wins", programs._get_wins_lately(DAYS))

    @api.model
    def _render_entries(self, template, entries_by_program):
        return {
            program.id: self.env["ir.qweb"]._render(template, {"entries": entries})
            for program, entries in entries_by_program.items()
            if entries
        }

    @api.model
    def _prepare_button(self, program, audience):
        if audience != "staff":
            return super()._prepare_button(program, audience)
        # Opens without a login. The address is kept from staff in Odoo, and mailed to them each week.
        return self.env._("What we heard, and did"), f"{program.sudo().heard_url}?lang={self.env.lang or 'en_US'}"

    @api.model
    def _render_answers(self, programs, audience: str, phases) -> dict[int, Markup]:
        """Render the last released week: its rate of answers and its mood, by department where that is told.

        Averages are those that stand written when a week is released: there are none of small groups, nor any
        from which those could be found out.
        """
        since = iso_week((fields.Datetime.now() - LOOK_BACK).date())
        waves = self.env["rollout.wave"].search(
            [("program_id", "in", programs.ids), ("state", "=", "released"), ("week", ">=", since)],
            order="week desc, id desc",
        )
        waves = waves.browse(own._ids[0] for own in waves.grouped("program_id").values())
        totals = self.env["rollout.feedback.total"].search(
            [("wave_id", "in", waves.ids), ("figure", "=", "mood"), ("average", "!=", 0)]
        )
        by_wave = totals.grouped("wave_id")
        none = totals.browse()
        return {
            wave.program_id.id: self.env["ir.qweb"]._render(
                "rollout_digest_log.digest_answers", self._prepare_answers(wave, by_wave.get(wave, none))
            )
            for wave in waves
        }

    @api.model
    def _prepare_answers(self, wave, totals) -> dict:
        year, number = format_week(self.env, wave.week).split("-W")
        rows = [
            {
                "label": total.department_id.name or self.env._("Everybody"),
                "text": formatLang(self.env, total.average, digits=1),
                "percent": bar_percent(total.average, BEST_MOOD),
                "all": total.scope == "program",
            }
            for total in totals.sorted(lambda total: (total.scope != "program", total.department_id.name or ""))
            if total.scope == "program" or total.department_id
        ]
        rate = self.env._(
            "Week %(week)s/%(year)s: %(answers)s of %(invited)s people answered (%(share)s %%)",
            week=int(number),
            year=year,
            answers=wave.answer_count,
            invited=wave.invited_count,
            share=round(wave.response_rate * 100),
        )
        return {"rate": rate, "percent": bar_percent(wave.response_rate, 1), "rows": rows, "best": BEST_MOOD}

    @api.model
    def _render_log(self, programs, audience: str, phases) -> dict[int, Markup]:
        items = self.env["rollout.log.item"]
        is_open = Domain("program_id", "in", programs.ids) & Domain("state", "in", OPEN_LOG_STATES)
        counts = {}
        for name, domain in (
            ("open", is_open),
            ("critical", is_open & Domain("critical", "=", True)),
            ("overdue", is_open & Domain("is_overdue", "=", True)),
        ):
            for program, count in items._read_group(domain, ["program_id"], ["__count"]):
                counts.setdefault(program, {})[name] = count
        overdue = self._find_first(is_open & Domain("is_overdue", "=", True), SQL("open_since, id"))
        told = [entry["id"] for entries in overdue.values() for entry in entries]
        costly = self._find_first(
            is_open & Domain("minutes_lost", ">", 0) & Domain("id", "not in", told), SQL("minutes_lost DESC, id")
        )
        result = {}
        for program, count in counts.items():
            lists = [
                (self.env._("Waiting too long"), overdue.get(program.id)),
                (self.env._("Most costly"), costly.get(program.id)),
            ]
            result[program.id] = self.env["ir.qweb"]._render(
                "rollout_digest_log.digest_log",
                {
                    "counts": {"critical": 0, "overdue": 0, **count},
                    "lists": [(title, entries) for title, entries in lists if entries],
                },
            )
        return result

    @api.model
    def _find_first(self, domain, order: SQL) -> dict[int, list[dict]]:
        """Return what to say of the first few items of each program, as ``{program_id: entries}``."""
        items = self.env["rollout.log.item"]
        rows = self.env.execute_query(
            SQL(
                """SELECT id
                     FROM (SELECT id, row_number() OVER (PARTITION BY program_id ORDER BY %(order)s) AS number
                             FROM rollout_log_item
                            WHERE id IN %(found)s) AS ranked
                    WHERE number <= %(limit)s
                 ORDER BY number""",
                order=order,
                found=items._search(domain).subselect(),
                limit=LIMIT,
            )
        )
        entries = {}
        # One loop over all of them, so that they are read together.
        for item in items.browse(id_ for (id_,) in rows):
            entries.setdefault(item.program_id.id, []).append(self._prepare_item(item))
        return entries

    @api.model
    def _prepare_item(self, item) -> dict:
        """Return what a mail may say of an item: the team's words, never those of whoever complained."""
        kinds = dict(item._fields["kind"]._description_selection(self.env))
        facts = [item.phase_id.name, self.env._("%s days", item.age_days)]
        if item.minutes_lost:
            facts.append(self.env._("%s h a week", formatLang(self.env, item.hours_lost, digits=1)))
        if item.voice_count > 1:
            facts.append(self.env._("%s voices", item.voice_count))
        text = item._get_team_wording() or item.public_summary or self.env._("%s from the staff", kinds[item.kind])
        return {
            "id": item.id,
            "text": text,
            "url": f"{item.get_base_url()}/odoo/rollout-log/{item.id}",
            "facts": " · ".join(filter(None, facts)),
            "critical": item.critical,
        }
