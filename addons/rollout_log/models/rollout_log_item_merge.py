from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class RolloutLogItem(models.Model):
    """Items that say the same become one, and their evidence is added up."""

    _inherit = "rollout.log.item"

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

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        # The answers are for leads alone; how many they are isn't.
        for item_sudo in items.sudo():
            if (count := len(item_sudo.feedback_ids)) > item_sudo.voice_count:
                item_sudo.voice_count = count
        return items

    def write(self, vals):
        if vals.get("active") and not self.env.su and any(item.merged_into_id for item in self):
            raise UserError(self.env._("A merged item comes back with “Split Off” on the item it was merged into."))
        return super().write(vals)

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
        # Evidence and answers are guarded against clients; who merges has just been checked.
        merged_sudo, survivor_sudo = merged.sudo(), survivor.sudo()
        answers_sudo = survivor_sudo.feedback_ids | merged_sudo.feedback_ids
        said_twice = sum(len(item.feedback_ids) for item in family.sudo()) - len(answers_sudo)
        survivor_sudo.write(
            {
                "feedback_ids": [Command.set(answers_sudo.ids)],
                "minutes_lost": sum(family.mapped("minutes_lost")),
                "voice_count": sum(family.mapped("voice_count")) - said_twice,
                "critical": any(family.mapped("critical")),
                "critical_on": max(filter(None, family.mapped("critical_on")), default=False),
            }
        )
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
        # See above.
        item_sudo, survivor_sudo = self.sudo(), survivor.sudo()
        others_sudo = (survivor_sudo.merged_ids - item_sudo).feedback_ids
        survivor_sudo.write(
            {
                "feedback_ids": [Command.unlink(answer.id) for answer in item_sudo.feedback_ids - others_sudo],
                "minutes_lost": max(survivor.minutes_lost - self.minutes_lost, 0),
                "voice_count": max(survivor.voice_count - self.voice_count, 1),
            }
        )
        item_sudo.write({"merged_into_id": False, "active": True})
        survivor_sudo._post_on_record(self.env._("Split off again: “%s”", self.name))
        item_sudo._post_on_record(self.env._("Split off again from “%s”.", survivor.name))
