from odoo import SUPERUSER_ID, api, models
from odoo.tools import plaintext2html


class RolloutLogItem(models.Model):
    """A critical item is told at once to those who can do something about it."""

    _inherit = "rollout.log.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.filtered("critical")._notify_critical()
        return items

    def write(self, vals):
        calm = self.filtered(lambda item: not item.critical) if vals.get("critical") else self.browse()
        result = super().write(vals)
        calm._notify_critical()
        return result

    def _get_critical_users(self):
        """Return the lead and the owner, or who stands in for them, and the phase's champions who can do something."""
        self.ensure_one()
        nobody = self.env["res.users"]
        asked = self._choose_asked([(self, role, nobody) for role in ("lead", "owner")])
        # Whose item it is wants to know, also where others have to act.
        owner = self.user_id.filtered(self.program_id._lets_in)
        champions = self.phase_id._get_champion_users()
        return nobody.union(owner, *asked, champions.filtered(self._filter_writable_by))

    def _notify_critical(self) -> None:
        """Tell everybody concerned but the person who has just done it, each in their language."""
        if not self or self.env.context.get("install_mode"):
            # Nobody is woken by the examples that come with the addon.
            return
        # The system speaks: neither the reader's rights nor the author of an item, who may have been
        # promised not to be known, play a part.
        robot_sudo = self.env.ref("base.partner_root").sudo()
        for item_sudo in self.with_user(SUPERUSER_ID):
            users = item_sudo._get_critical_users() - self.env.user
            for lang, group in users.grouped("lang").items():
                localized = item_sudo.with_context(lang=lang)
                text = localized.env._("Somebody can't do their work: %s", item_sudo.name)
                localized.message_notify(
                    subject=localized.env._("Critical: %s", item_sudo.name),
                    body=plaintext2html("\n".join(filter(None, [text, item_sudo.description]))),
                    partner_ids=group.partner_id.ids,
                    author_id=robot_sudo.id,
                )
