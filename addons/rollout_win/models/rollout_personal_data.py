from odoo import Command, api, models
from odoo.fields import Domain

from odoo.addons.rollout_base.tools.names import fold, has, without
from odoo.addons.rollout_phase.models.rollout_personal_data import Kept


class RolloutPersonalData(models.AbstractModel):
    """What people are thanked for, and what they cheered."""

    _inherit = "rollout.personal.data"

    @api.model
    def _find(self, person):
        wins = self._find_wins(person)
        return {
            "wins": Kept(
                self.env._("Wins That Thank Them"),
                wins,
                wins._filtered_access("write"),
                stays=self.env._("The thanks go. What the win tells stays: look there for the name yourself."),
            ),
            "cheers": Kept(
                self.env._("Cheers"),
                self._find_cheers_sudo(person),
                # Whoever sees whose they are leaves a note.
                is_told=False,
            ),
            **super()._find(person),
        }

    @api.model
    def _export(self, person, found):
        return {
            **super()._export(person, found),
            "wins": found["wins"].records.read(["name", "text", "date", "thanked_names"], load=None),
            "cheers": found["cheers"].records.win_id.mapped("name"),
        }

    @api.model
    def _erase(self, person, found):
        result = super()._erase(person, found)
        chosen = set(person.employee_ids)
        for win in found["wins"].get_erasable():
            win.write(
                {
                    "employee_ids": [Command.unlink(id_) for id_ in win.employee_ids.ids if id_ in chosen],
                    "thanked_names": without(win.thanked_names, person.name) or False,
                }
            )
        found["cheers"].records.unlink()
        return result

    @api.model
    def _find_wins(self, person):
        chosen = set(person.employee_ids)
        thanked = self._search_kept(
            "rollout.win", Domain("employee_ids", "in", list(chosen)) | Domain("thanked_names", "!=", False)
        )
        return thanked.filtered(
            lambda win: (
                chosen & set(win.employee_ids.ids) or (fold(person.name) and has(win.thanked_names, person.name))
            )
        )

    @api.model
    def _find_cheers_sudo(self, person):
        # Cheers have no access rights. Only those in the lead's companies count.
        domain = [("user_id", "in", person.user_ids), ("win_id.company_id", "in", self.env.companies.ids)]
        return self.env["rollout.win.cheer"].sudo().search(domain)
