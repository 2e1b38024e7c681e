import base64
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import json_default

from odoo.addons.rollout_base.tools.names import fold

from ..models.rollout_personal_data import Kept, Person


class RolloutPersonalDataWizard(models.TransientModel):
    """What the launch knows about a person who asks: found by name, exported or erased."""

    _name = "rollout.personal.data.wizard"
    _description = "Personal Data"
    _inherit = ["rollout.wizard.mixin"]

    name = fields.Char(required=True, help="As the person types it; capitals don't matter.")
    employee_ids = fields.Many2many(
        "hr.employee.public",
        "rollout_personal_data_employee_rel",
        "wizard_id",
        "employee_id",
        "Employees",
        compute="_compute_employee_ids",
        # With the user's own rights: nobody is found in companies of others.
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Remove those who only bear the same name.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "rollout_personal_data_partner_rel",
        "wizard_id",
        "partner_id",
        "Other Contacts",
        compute="_compute_partner_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="People who are no employees, such as the partner's. Remove those who only bear the same name.",
    )
    # Made by our own template from labels and numbers.
    found = fields.Html("What Is Kept", compute="_compute_found", sanitize=False)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("name")
    def _compute_employee_ids(self):
        for wizard in self:
            wizard.employee_ids = wizard._find_namesakes("hr.employee.public")

    @api.depends("name")
    def _compute_partner_ids(self):
        for wizard in self:
            contacts = wizard._find_namesakes("res.partner")
            # Whose contact is whose is on employees' private page. An employee is found as such, or not at all.
            employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
            employees_sudo = employees_sudo.search(
                ["|", ("work_contact_id", "in", contacts.ids), ("user_id.partner_id", "in", contacts.ids)]
            )
            of_employees = employees_sudo.work_contact_id | employees_sudo.user_id.partner_id
            wizard.partner_ids = contacts - of_employees.with_env(self.env)

    @api.depends("name", "employee_ids", "partner_ids")
    def _compute_found(self):
        for wizard in self:
            rows = [
                {"label": kept.label, "count": len(kept.records), "stays": kept.stays}
                for kept in wizard._find().values()
                if kept.records and kept.is_told
            ]
            wizard.found = self.env["ir.qweb"]._render("rollout_phase.personal_data_found", {"rows": rows})

    def _find_namesakes(self, model: str):
        """Return the records of a model that bear this name, as far as the user may read them."""
        records = self.env[model].with_context(active_test=False)
        if not (words := fold(self.name).split()):
            return records
        found = records.search([("name", "ilike", words[0])])
        return found.filtered(lambda one: fold(one.name) == fold(self.name))

    def _get_person(self) -> Person:
        employees = self.employee_ids._origin
        # Users and contacts of employees are on their private page; no more than their ids is taken from there.
        employees_sudo = self.env["hr.employee"].sudo().browse(employees.ids)
        partners_sudo = self.partner_ids._origin.sudo()
        users_sudo = employees_sudo.user_id | partners_sudo.with_context(active_test=False).user_ids
        partners_sudo |= employees_sudo.work_contact_id | users_sudo.partner_id
        return Person(self.name or "", tuple(employees.ids), tuple(users_sudo.ids), tuple(partners_sudo.ids))

    def _find(self) -> dict[str, Kept]:
        return self.env["rollout.personal.data"]._find(self._get_person())

    def _prepare_export(self) -> dict:
        """Return the content of the file that the person gets."""
        rows = self.env["rollout.personal.data"]._export(self._get_person(), self._find())
        return {"name": self.name, **rows}

    def _ensure_lead(self):
        self.ensure_one()
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead handles personal data."))

    def action_export(self):
        """Make a file of all that was found."""
        self._ensure_lead()
        content = json.dumps(self._prepare_export(), default=json_default, ensure_ascii=False, indent=2)
        self.file = base64.b64encode(content.encode())
        self.file_name = "personal-data.json"
        self._tell(
            self.env._("The personal data of somebody who asked for it was exported."),
            [kept.records for kept in self._find().values()],
        )
        return self._reopen()

    def action_erase(self):
        """Erase what can be, of all that was found.

        :raise UserError: nothing was found, or nothing of it can be erased
        """
        self._ensure_lead()
        found = self._find()
        if not any(kept.records for kept in found.values()):
            raise UserError(self.env._("Nothing was found under this name."))
        erasable = [kept.get_erasable() for kept in found.values()]
        if not any(erasable):
            raise UserError(self.env._("Nothing of what was found can be erased: see what is said there."))
        # While it is known where it was found.
        programs = self._get_programs(erasable)
        self.env["rollout.personal.data"]._erase(self._get_person(), found)
        self._tell(self.env._("The personal data of somebody who asked for it was erased."), [programs])
        return {"type": "ir.actions.act_window_close"}

    def _get_programs(self, found: list):
        """Return the programs to which records belong, as far as the user handles them."""
        programs = self.env["rollout.program"]
        for records in found:
            if (path := records._program_path) is not None:
                programs |= records.mapped(path).with_env(self.env) if path else records.with_env(self.env)
        return programs._filtered_access("write")

    def _tell(self, sentence: str, found: list):
        """Note on the programs of some records that something was done, without for whom."""
        for program in self._get_programs(found):
            program.message_post(body=sentence)

    def _reopen(self) -> dict:
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal Data"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
