from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Whoever comes, goes or changes roles: tasks of the launch go to those who can do them."""

    _name = "res.users"
    _inherit = ["res.users", "rollout.kept.mixin"]

    # What decides whether somebody can do a task.
    _rollout_fields = frozenset({"active", "group_ids", "company_ids", "partner_id"})

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._place_rollout_tasks()
        return users

    def write(self, vals):
        result = super().write(vals)
        if self._rollout_fields & vals.keys():
            self._place_rollout_tasks()
        return result

    def action_archive(self):
        # Odoo deletes the tasks of whom it archives.
        self._place_rollout_tasks(leaving=self)
        return super().action_archive()

    def unlink(self):
        # The database deletes the tasks of whom it deletes.
        self._place_rollout_tasks(leaving=self)
        return super().unlink()

    def _place_rollout_tasks(self, leaving=None):
        """Move the tasks that these users have or should have, and those that nobody could do until now."""
        # Whoever administers users need not see anything of the launch.
        tasks_sudo = self.env["mail.activity"].sudo()
        concerned = Domain("user_id", "in", self.ids) | Domain("rollout_user_id", "in", self.ids)
        if not leaving:
            waiting = Domain("user_id", "=", False)
            concerned |= waiting & Domain("rollout_program_id.company_id", "in", self.company_ids.ids)
        tasks_sudo.search(Domain("rollout_role", "!=", False) & concerned)._place(leaving)
