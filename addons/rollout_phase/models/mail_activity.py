from odoo import api, fields, models
from odoo.tools import split_every

BATCH_SIZE = 500


class MailActivity(models.Model):
    """A task of the launch is asked of a role, and goes to whoever can do it."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "rollout.dated.mixin"]

    rollout_role = fields.Selection(
        [
            ("lead", "Lead"),
            ("owner", "Owner of the Record"),
            ("champion", "Champion"),
            ("named", "Named Person"),
        ],
        "Role Asked",
        groups=fields.NO_ACCESS,
        index="btree_not_null",
    )
    rollout_user_id = fields.Many2one(
        "res.users",
        "Person Asked First",
        groups=fields.NO_ACCESS,
        index="btree_not_null",
        ondelete="set null",
        help="Who is asked first, whether or not they can do it now.",
    )
    rollout_program_id = fields.Many2one(
        "rollout.program", groups=fields.NO_ACCESS, index="btree_not_null", ondelete="cascade"
    )

    def _check_years(self, vals):
        # The days of other apps' tasks are theirs.
        ours = self.filtered(lambda task: (task.res_model or "").startswith("rollout."))
        if not self:
            # A new one. What a model is called is no secret.
            model_sudo = self.env["ir.model"].sudo().browse(vals.get("res_model_id"))
            is_ours = (vals.get("res_model") or model_sudo.model or "").startswith("rollout.")
        else:
            is_ours = bool(ours)
        return super(MailActivity, ours)._check_years(vals) if is_ours else None

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals and not self.env.context.get("rollout_placing"):
            # Whom somebody has chosen by hand, the task is meant for; given back to whom it was asked of, it is asked
            # of the role again. Of which role is nobody's to set by hand.
            for task_sudo in self.sudo().filtered("rollout_role"):
                role = task_sudo._get_role_of(task_sudo.user_id)
                task_sudo.write({"rollout_role": role, "rollout_user_id": task_sudo.user_id.id})
        return result

    @api.constrains("user_id", "res_model_id", "res_id")
    def _check_asked_is_inside(self):
        inside = self.env.registry["rollout.inside.mixin"]
        for task in self:
            if task.user_id and isinstance(self.env.get(task.res_model), inside):
                # Whom the suite asks, it has chosen among those who can do it.
                record = self.env[task.res_model].browse(() if self.env.su else task.res_id)
                record._refuse_outsiders(task.user_id.partner_id)

    def _get_role_of(self, user):
        """Return the role in which a task is asked of ``user``; called with elevated rights."""
        record = self.env[self.res_model].browse(self.res_id)
        for role in (self.rollout_role, "lead"):
            if user and user == record._get_role_users(role)[:1]:
                return role
        return "named"

    def _place(self, leaving=None):
        """Move each of these tasks to the first who can do it; called with elevated rights.

        :param leaving: users who are just losing their rights
        """
        for model, tasks in self.grouped("res_model").items():
            records = self.env[model].browse(tasks.mapped("res_id")).exists()
            record_by_id = {record.id: record for record in records}
            tasks = tasks.filtered(lambda task, known=record_by_id: task.res_id in known)
            asked = [
                (
                    record_by_id[task.res_id],
                    task.rollout_role,
                    task.rollout_user_id if task.rollout_role == "named" else self.env["res.users"],
                )
                for task in tasks
            ]
            for task, (record, role, person), user in zip(
                tasks, asked, records._choose_asked(asked, leaving), strict=True
            ):
                task._place_with(user, record, person or record._get_role_users(role)[:1], leaving)

    def _place_with(self, user, record, first, leaving):
        """Move one task to ``user``, and tell them; ``first`` is whom it is meant for."""
        program = record._get_own_program()
        values = {"rollout_user_id": first.id, "rollout_program_id": program.id, "user_id": user.id}
        old = self.user_id
        changes = {name: value for name, value in values.items() if self[name].id != value}
        if not changes:
            return
        self.with_context(rollout_placing=True).write(changes)
        if old and old != user and (old in (leaving or ()) or not program._lets_in(old)):
            # Who has left doesn't follow what comes of it.
            record.message_unsubscribe(old.partner_id.ids)

    @api.model
    def _cron_place(self):
        """Look through all open tasks of the launch: rights may be lost in many ways, and come back."""
        tasks = self.search([("rollout_role", "!=", False)], order="id")
        self.env["ir.cron"]._run_isolated(
            [self.browse(ids) for ids in split_every(BATCH_SIZE, tasks.ids)],
            lambda batch: batch._place(),
            lambda batch: f"{len(batch)} tasks could not be looked through",
        )
