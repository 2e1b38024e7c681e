from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class RolloutLogItem(models.Model):
    """A critical item is told at once to those who can do something about it, and remembered for what it was."""

    _inherit = "rollout.log.item"

    critical_on = fields.Datetime(
        "Critical Since",
        readonly=True,
        copy=False,
        help="When it became critical. That it was stays known when it no longer is.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.filtered("critical")._begin_critical()
        return items

    def write(self, vals):
        if "phase_id" in vals and not self.env.su:
            for item in self.filtered(lambda item: item.critical_on and item.phase_id):
                if item.phase_id.id != vals["phase_id"]:
                    raise UserError(
                        self.env._(
                            "“%(item)s” was critical for %(phase)s, and stays there.",
                            item=item.display_name,
                            phase=item.phase_id.display_name,
                        )
                    )
        calm = self.filtered(lambda item: not item.critical) if vals.get("critical") else self.browse()
        result = super().write(vals)
        # A merge brings the day along.
        calm._begin_critical(since=vals.get("critical_on"))
        return result

    def _begin_critical(self, since=None):
        # Nobody sets the day; who may change the item says that it is critical.
        self.sudo().critical_on = since or fields.Datetime.now()
        self._notify_critical()

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
        if not self or not self.env.registry.ready:
            # Nobody is woken by the examples that come with the addon. A client's context has no say in it.
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
