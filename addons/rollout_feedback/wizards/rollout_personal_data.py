import base64
import json

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import json_default

from odoo.addons.rollout_phase.models.rollout_mailing_gc import KEEP

from ..tools.names import fold, has, without


class RolloutPersonalData(models.TransientModel):
    """What the launch knows about a person who asks: found by name, exported or erased.

    Anonymous answers can't be found, by nobody. Notes on conversations are their author's alone.
    """

    _name = "rollout.personal.data"
    _description = "Personal Data"
    _inherit = ["rollout.wizard.mixin"]

    name = fields.Char(required=True, help="As the person typed it in the form; capitals don't matter.")
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
    feedback_count = fields.Integer("Answers With This Name", compute="_compute_counts")
    item_count = fields.Integer("Log Items From Them", compute="_compute_counts")
    win_count = fields.Integer("Wins That Thank Them", compute="_compute_counts")
    mailing_count = fields.Integer("Rows in the Ledger of Mails", compute="_compute_counts")
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("name")
    def _compute_employee_ids(self):
        for wizard in self:
            employees = self.env["hr.employee.public"].with_context(active_test=False)
            found = employees.search([("name", "ilike", (wizard.name or "").strip())]) if wizard.name else employees
            wizard.employee_ids = found.filtered(lambda one, name=wizard.name: fold(one.name) == fold(name))

    @api.depends("name", "employee_ids")
    def _compute_counts(self):
        for wizard in self:
            feedbacks = wizard._find_feedbacks()
            wizard.feedback_count = len(feedbacks)
            wizard.item_count = len(wizard._find_items(feedbacks))
            wizard.win_count = len(wizard._find_wins())
            wizard.mailing_count = len(wizard._find_mailings())

    def _ensure_lead(self):
        self.ensure_one()
        if not self.env.user.has_group("rollout_phase.group_rollout_lead"):
            raise AccessError(self.env._("Only a rollout lead handles personal data."))

    def _find_feedbacks(self):
        """Return the answers with this name that the user may read."""
        if not fold(self.name):
            return self.env["rollout.feedback"]
        first = fold(self.name).split()[0]
        named = self.env["rollout.feedback"].search([("sender_name", "!=", False), ("sender_name", "ilike", first)])
        return named.filtered(lambda feedback: fold(feedback.sender_name) == fold(self.name))

    def _find_items(self, feedbacks):
        return (
            self.env["rollout.log.item"].with_context(active_test=False).search([("feedback_ids", "in", feedbacks.ids)])
        )

    def _find_wins(self):
        wins = self.env["rollout.win"]
        thanked = wins.search(["|", ("employee_ids", "in", self._get_employee_ids()), ("thanked_names", "!=", False)])
        chosen = set(self._get_employee_ids())
        return thanked.filtered(
            lambda win: chosen & set(win.employee_ids.ids) or (fold(self.name) and has(win.thanked_names, self.name))
        )

    def _get_employee_ids(self) -> list[int]:
        return self.employee_ids._origin.ids

    def _find_cheers_sudo(self):
        # Cheers have no access rights. Only those in the lead's companies count, and not in the dialog: whoever sees
        # whose they are leaves a note.
        users_sudo = self.employee_ids._origin.sudo().user_id
        domain = [("user_id", "in", users_sudo.ids), ("win_id.company_id", "in", self.env.companies.ids)]
        return self.env["rollout.win.cheer"].sudo().search(domain)

    def _find_mailings(self):
        return self.env["rollout.mailing"].search(
            [("res_model", "=", "hr.employee"), ("res_id", "in", self._get_employee_ids())]
        )

    def _find_programs(self):
        """Return the programs in which something was found."""
        feedbacks = self._find_feedbacks()
        return (
            feedbacks.program_id
            | self._find_wins().program_id
            | self._find_mailings().program_id
            | self._find_cheers_sudo().win_id.with_env(self.env).program_id
        )

    def action_export(self):
        """Make a file of all that was found."""
        self._ensure_lead()
        content = json.dumps(self._prepare_export(), default=json_default, ensure_ascii=False, indent=2)
        self.file = base64.b64encode(content.encode())
        self.file_name = "personal-data.json"
        self._tell(self.env._("The personal data of somebody who asked for it was exported."), self._find_programs())
        return self._reopen()

    def _prepare_export(self) -> dict:
        feedbacks = self._find_feedbacks()
        words = [text for text in feedbacks.mapped("comment") if text]
        # An item into which theirs was merged holds somebody else's words.
        items = self._find_items(feedbacks).filtered(
            lambda item: any(text in (item.description or "") for text in words)
        )
        return {
            "name": self.name,
            "answers": feedbacks.read(
                ["week", "sender_name", "mood", "workload", "manual_hours", "kind", "comment"], load=None
            ),
            "replies": feedbacks.reply_ids.filtered(lambda reply: reply.direction == "sender").read(
                ["text", "day"], load=None
            ),
            "log_items": items.read(["name", "description", "create_date"], load=None),
            "wins": self._find_wins().read(["name", "text", "date", "thanked_names"], load=None),
            "cheers": self._find_cheers_sudo().win_id.mapped("name"),
            "mails": self._find_mailings().read(["purpose", "period", "state", "create_date"], load=None),
        }

    def action_erase(self):
        """Erase all that was found, except what keeps mails from leaving twice."""
        self._ensure_lead()
        programs = self._find_programs()
        if not programs:
            raise UserError(self.env._("Nothing was found under this name."))
        feedbacks = self._find_feedbacks()
        items = self._find_items(feedbacks)
        for feedback in feedbacks.filtered("comment"):
            items.filtered(lambda item, one=feedback: one in item.feedback_ids)._erase_answer(feedback.comment)
        feedbacks._forget_replies()
        # Answers are readable, and writable by nobody; the lead who asks has been checked.
        feedbacks.sudo().write({"sender_name": False, "comment": False})
        chosen = set(self._get_employee_ids())
        for win in self._find_wins():
            win.write(
                {
                    "employee_ids": [Command.unlink(id_) for id_ in win.employee_ids.ids if id_ in chosen],
                    "thanked_names": without(win.thanked_names, self.name) or False,
                }
            )
        self._find_cheers_sudo().unlink()
        # The ledger is the system's. Its latest rows keep mails from leaving twice; the others went with time.
        rows_sudo = self._find_mailings().sudo().filtered(lambda row: row.create_date < fields.Datetime.now() - KEEP)
        self.env["rollout.wave"].sudo()._keep_invited_counts(rows_sudo)
        rows_sudo.unlink()
        for item in items:
            item.message_post(body=self.env._("Words were removed at the wish of the person who wrote them."))
        self._tell(self.env._("The personal data of somebody who asked for it was erased."), programs)
        return {"type": "ir.actions.act_window_close"}

    def _tell(self, sentence: str, programs):
        """Note on the programs that something was done, without for whom."""
        for program in programs:
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
