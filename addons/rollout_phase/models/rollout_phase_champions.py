from odoo import models


class RolloutPhase(models.Model):
    """Who a phase's champions are, and what follows from it."""

    _inherit = "rollout.phase"

    def _get_champion_employees(self):
        """Return the phases' champions who still work here, the first champion first, with elevated rights."""
        # Whether somebody still works here is the same for everybody, and HR's to see.
        return self.sudo().champion_ids.sorted("id").employee_id.filtered("active")

    def _get_champion_users(self):
        """Return the users of the phases' champions, the first champion's first."""
        return self._get_champion_employees().user_id.filtered("active").sudo(self.env.su)

    def _get_champion_contacts(self):
        """Return the contacts of the phases' champions, also of those without a user."""
        return self._get_contacts(self._get_champion_employees())

    def _get_contacts(self, employees):
        """Return the contacts of these employees, also of those without a user."""
        # Contacts of employees are HR's; who is invited is the program's business.
        contacts = self.env["res.partner"]
        for employee_sudo in employees.sudo():
            contacts |= employee_sudo.user_id.partner_id or employee_sudo.work_contact_id
        return contacts

    def _get_role_users(self, role):
        # An employee who has left is no champion any more, whatever has become of their user.
        if role == "champion":
            return self._get_champion_employees().user_id.sudo(self.env.su) or self.program_id.lead_id
        return super()._get_role_users(role)

    def _on_champions_change(self, gone, come):
        """Hook: employees have become champions of these phases, or aren't any more."""
        # A champion may also own items of the log.
        self.program_id._get_asked_tasks()._place()
