from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

from odoo.addons.rollout_log.models.rollout_log_item import OPEN_LOG_STATES

# Of each list of items.
LIMIT = 3


class RolloutDigestSection(models.Model):
    """What the log holds, what has waited too long and what costs most: for those who lead the launch."""

    _inherit = "rollout.digest.section"

    kind = fields.Selection(selection_add=[("log", "The Log")], ondelete={"log": "cascade"})

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
        text = item._get_mail_wording() or self.env._("%s from the staff", kinds[item.kind])
        return {
            "id": item.id,
            "text": text,
            "url": f"{item.get_base_url()}/odoo/rollout-log/{item.id}",
            "facts": " · ".join(filter(None, facts)),
            "critical": item.critical,
        }
