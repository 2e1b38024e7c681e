import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext, plaintext2html

from odoo.addons.rollout_base.tools.reader_dates import format_week
from odoo.addons.rollout_base.tools.week import iso_week, local_day

from ..tools.similarity import MOST_SIMILAR, SIMILARITY_THRESHOLDS
from ..tools.summary import summarize
from .rollout_log_item import TEAM_SOURCES

GONE = "…"


# A second file of the model, which adds to the item and overrides nothing of it: what goes by the item's words.
class RolloutLogItem(models.Model):
    """The words of an item: others that say the same, and what becomes of what somebody wrote.

    Items that say the same are found by PostgreSQL's trigrams and become one; their evidence is added up. What somebody
    wrote goes from the log at their wish, from wherever it stands, and what the team made of it stays.
    """

    _inherit = "rollout.log.item"

    # Nobody reads it: it is there to tell staff's words from the team's when the description was written anew.
    original_words = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)
    voice_count = fields.Integer(
        "Voices",
        default=1,
        readonly=True,
        copy=False,
        help="How many answers and people said it.",
    )
    merged_into_id = fields.Many2one(
        "rollout.log.item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    merged_ids = fields.One2many(
        "rollout.log.item",
        "merged_into_id",
        "Merged Items",
        readonly=True,
        context={"active_test": False},
    )
    similar_ids = fields.Many2many(
        "rollout.log.item",
        "rollout_log_item_similar",
        string="Similar Items",
        compute="_compute_similar_ids",
        store=False,
    )
    similarity = fields.Float(
        compute="_compute_similarity",
        help="The share of the groups of three letters that both summaries have.",
    )
    can_suggest = fields.Boolean(compute="_compute_can_suggest")

    def _compute_can_suggest(self):
        self.can_suggest = bool(self.env.registry.has_trigram)

    @api.depends("name", "program_id")
    def _compute_similar_ids(self):
        """Search for each item; meant for the form, where there is one."""
        for item in self:
            found = item._find_similar()
            item.similar_ids = self.browse(other.id for other in found)
            for other, similarity in found.items():
                # How much alike is a matter of both: it is known only while one of them is looked at.
                self._fields["similarity"]._update_cache(other, similarity)

    def _compute_similarity(self):
        # Similar to nothing in particular, unless it has just been found for an item.
        self.similarity = 0

    @api.ondelete(at_uninstall=False)
    def _unlink_except_survivor(self):
        if survivor := self.filtered("merged_ids")[:1]:
            raise UserError(
                self.env._("Other items were merged into “%s”. Split them off first.", survivor.display_name)
            )

    def action_merge(self):
        """Ask which of the items stays; beside them, the one to which they were suggested."""
        items = self | self.browse(self.env.context.get("similar_to"))
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rollout_log.rollout_log_merge_wizard_action"),
            "context": {"default_item_ids": items.ids},
        }

    def action_split_off(self):
        """Take a merged item out of the one it was merged into, with what it had brought."""
        self.ensure_one()
        self._split_off()

    # Items become one, and are taken apart again.

    def _merge_into(self, survivor) -> None:
        """Merge ``self`` into ``survivor``: evidence, criticality and followers go along.

        The merged items are archived and keep what they had, so that they can be split off again.

        :raise AccessError: the user doesn't handle one of the items
        :raise UserError: an item is of another program, or merged or archived already
        """
        survivor.ensure_one()
        merged = self - survivor
        family = merged | survivor
        family.check_access("write")
        if not merged:
            raise UserError(self.env._("Choose at least two items to merge."))
        family._wait_turn()
        if len(family.program_id) > 1:
            raise UserError(self.env._("Only items of the same program can be merged."))
        if gone := family.filtered(lambda item: not item.active)[:1]:
            raise UserError(self.env._("“%s” is archived and can't be merged.", gone.display_name))
        # Evidence is guarded against clients; who merges has just been checked.
        merged_sudo, survivor_sudo = merged.sudo(), survivor.sudo()
        survivor_sudo.write(survivor_sudo._prepare_merge(merged_sudo))
        survivor_sudo.message_subscribe(partner_ids=merged_sudo.message_partner_ids.ids)
        merged_sudo.write({"merged_into_id": survivor.id, "active": False})
        names = ", ".join(f"“{item.name}”" for item in merged)
        survivor_sudo._post_on_record(self.env._("Merged into this: %s", names))
        for item_sudo in merged_sudo:
            item_sudo._post_on_record(self.env._("Merged into “%s”.", survivor.name))

    def _split_off(self) -> None:
        """Undo the merge of one item; what was added to the survivor since then stays there."""
        self.check_access("write")
        survivor = self.merged_into_id
        if not survivor:
            raise UserError(self.env._("This item isn't merged into another."))
        family = self | survivor
        family.check_access("write")
        family._wait_turn()
        # Evidence is guarded against clients; who splits off has just been checked.
        item_sudo, survivor_sudo = self.sudo(), survivor.sudo()
        survivor_sudo.write(survivor_sudo._prepare_split(item_sudo))
        item_sudo.write({"merged_into_id": False, "active": True})
        survivor_sudo._post_on_record(self.env._("Split off again: “%s”", self.name))
        item_sudo._post_on_record(self.env._("Split off again from “%s”.", survivor.name))

    def _prepare_merge(self, merged) -> dict:
        """Hook: return what the item has once ``merged`` are a part of it; called with elevated rights."""
        family = self | merged
        return {
            "minutes_lost": sum(family.mapped("minutes_lost")),
            "voice_count": sum(family.mapped("voice_count")),
            "critical": any(family.mapped("critical")),
            "critical_on": max(filter(None, family.mapped("critical_on")), default=False),
        }

    def _prepare_split(self, item) -> dict:
        """Hook: return what is left when ``item`` is split off again; called with elevated rights."""
        return {
            "minutes_lost": max(self.minutes_lost - item.minutes_lost, 0),
            "voice_count": max(self.voice_count - item.voice_count, 1),
        }

    # Items that say nearly the same.

    def _get_similarity_terms(self, table):
        """Return the SQL of this item's summary and of the summaries in ``table``, as they are indexed."""
        unaccent = self.env.registry.unaccent
        return unaccent(SQL("%s", self.name or "")), unaccent(self._field_to_sql(table, "name"))

    def _find_similar(self) -> dict:
        """Find the items most like this one, the most similar first, as far as the user may read them.

        Without the extension ``pg_trgm`` there are none.

        :return: ``{item: similarity}``, from the lowest threshold to 1
        """
        self.ensure_one()
        if not (self.env.registry.has_trigram and self.name and self.program_id):
            return {}
        query = self._search([("program_id", "=", self.program_id.id), ("id", "!=", self._origin.id)])
        if query.is_empty():
            return {}
        text, name = self._get_similarity_terms(query.table)
        query.add_where(SQL("%s %% %s", name, text))
        key = SQL.identifier(query.table, "id")
        similarity = SQL("similarity(%s, %s)", name, text)
        query.order = SQL("%s DESC, %s DESC", similarity, key)
        query.limit = MOST_SIMILAR
        statement = query.select(key, similarity)
        rows = []
        for threshold in SIMILARITY_THRESHOLDS:
            # Whatever the server is set to: the operator that the index knows takes its threshold from here.
            self.env.execute_query(SQL("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", str(threshold)))
            rows = self.env.execute_query(statement)
            if len(rows) == MOST_SIMILAR:
                break
        items = self.browse(item_id for item_id, _similarity in rows)
        return dict(zip(items, (value for _item_id, value in rows), strict=True))

    # Whose words they are, and what others may read of them.

    def _keep_original_words(self) -> None:
        # Guarded against clients, as is where an item came from.
        for item_sudo in self.sudo().filtered(lambda item: not item._is_worded_by_team()):
            item_sudo.original_words = item_sudo._get_incoming_words()

    def _get_incoming_words(self) -> str:
        """Hook: return what somebody wrote, of an item that has just come in; called with elevated rights."""
        return self.description or self.name

    def _is_worded_by_team(self) -> bool:
        """Hook: tell whether the summary is the team's own."""
        return self.source in TEAM_SOURCES

    def _get_team_wording(self) -> str | bool:
        """Return what others may read of the item: words of the team's, or False if there are none."""
        return self.name if self._is_worded_by_team() else False

    def _get_mail_wording(self) -> str | bool:
        """Hook: return what a mail to those who lead the launch may say of the item, or False if there is nothing."""
        return self._get_team_wording()

    # Words go at the wish of the person who wrote them.

    def _erase_words(self):
        """Blank the descriptions of ``self``, what came in, and names that only repeat a first line of these."""
        for item in self:
            # Whoever may take the words out can't read what came in.
            item_sudo = item.sudo()
            values = {"description": False}
            words = [item.description, item_sudo.original_words]
            if item.name in [summarize(text) for text in words if text]:
                values["name"] = item._get_plain_name()
                words.append(item.name)
            item.write(values)
            item_sudo.original_words = False
            item._forget_traces(words)
            # Activities repeat the name of what they are about.
            item.activity_ids._compute_res_name()

    def _erase_answer(self, words: str):
        """Take one answer's words out of ``self``, and leave what else is told there."""
        summary = summarize(words)
        for item in self:
            rest = (item.description or "").replace(words, "").strip()
            values = {"description": rest or False}
            if summary and item.name == summary:
                values["name"] = item._get_plain_name()
            item.write(values)
            # Whoever may take the words out can't read what came in.
            item_sudo = item.sudo()
            item_sudo.original_words = (item_sudo.original_words or "").replace(words, "").strip() or False
            item._forget_traces([words, summary])
            item.activity_ids._compute_res_name()

    def _get_plain_name(self) -> str:
        """Name the item after the week in which its words were written."""
        self.ensure_one()
        return self.env._("Answer of week %s", format_week(self.env, self._get_week()))

    def _get_week(self) -> str:
        """Hook: return the ISO week in which the item's words were written."""
        # What comes in is opened at the end of its week.
        return iso_week(local_day(self.create_date, self.program_id._get_timezone()) - timedelta(days=1))

    def _forget_traces(self, words: list[str]) -> None:
        """Take ``words`` out of what the system made of ``self``.

        That is its own notes on the items and on those merged with them, customization requests, exceptions
        to the freeze, training needs, and other copies. What people wrote in a discussion is theirs.
        """
        said = sorted({" ".join(text.split()) for text in words if text and text.strip()}, key=len, reverse=True)
        if not said or not self:
            return
        # Whoever may take the words out of an item need not see all that was made of it.
        items_sudo = self.sudo().with_context(active_test=False)
        family_sudo = items_sudo | items_sudo.merged_into_id | items_sudo.merged_ids
        spaced = [re.escape(text).replace(r"\ ", r"\s+") for text in said]
        pattern = re.compile("|".join(rf"(?<!\w){text}(?!\w)" for text in spaced))
        # A phase's notes tell of much else: there the words are those of a name that is quoted.
        quoted = re.compile("|".join(rf"(?<=“){text}(?=”)" for text in spaced))

        def without(text, pattern=pattern):
            return pattern.sub(GONE, text or "")

        requests_sudo = items_sudo.request_id
        notes_sudo = family_sudo.env["mail.message"].browse()
        for records_sudo in (family_sudo, requests_sudo, requests_sudo.phase_id):
            notes_sudo |= notes_sudo.search(
                Domain("model", "=", records_sudo._name)
                & Domain("res_id", "in", records_sudo.ids)
                & Domain("message_type", "!=", "comment")
            )
        for message_sudo in notes_sudo:
            where = quoted if message_sudo.model == "rollout.phase" else pattern
            body = html2plaintext(message_sudo.body or "", include_references=False)
            if (left := without(body, where)) != body:
                message_sudo.body = plaintext2html(left)
            if (left := without(message_sudo.subject, where)) != (message_sudo.subject or ""):
                message_sudo.subject = left
        values_sudo = notes_sudo.filtered(lambda message: message.model != "rollout.phase").tracking_value_ids
        for records_sudo, names in (
            (values_sudo, ("old_value_char", "new_value_char", "old_value_text", "new_value_text")),
            *items_sudo._get_copied_words(),
        ):
            for record_sudo in records_sudo:
                changes = {name: without(record_sudo[name]) for name in names if record_sudo[name]}
                record_sudo.write({name: text for name, text in changes.items() if text != record_sudo[name]})
        # Activities repeat the name of what they are about.
        requests_sudo.activity_ids._compute_res_name()
        for activity_sudo in items_sudo.training_activity_id:
            note = html2plaintext(activity_sudo.note or "", include_references=False)
            if (left := without(note)) != note:
                activity_sudo.note = plaintext2html(left)

    def _get_copied_words(self) -> list[tuple]:
        """Hook: return the records that repeat words of ``self``, each set with the names of the fields that do.

        Called with elevated rights.
        """
        return [(self.request_id, ("name", "why")), (self.training_activity_id, ("summary",))]
