from collections.abc import Callable

from odoo import api, models
from odoo.fields import Domain

# Who sees to it that the launch goes on, where nobody else can do what is asked.
LEAD_GROUP = "rollout_phase.group_rollout_lead"


class RolloutAskingMixin(models.AbstractModel):
    """What the launch asks of people: each task is with somebody who can do it, whoever leaves.

    A task is a planned activity of Odoo's. It is asked of a role, not of a person: of the lead, of whoever owns a
    record, of a champion. Who that is may change, may lose their rights, may leave the company; the task then goes to
    the next who can do it, and comes back with them. A task that somebody has done or removed is not asked anew.
    """

    _name = "rollout.asking.mixin"
    _description = "Asks People for Tasks"
    _inherit = ["mail.activity.mixin"]

    # Fields that say of whom the tasks of a record are asked.
    _asking_fields = frozenset()

    def write(self, vals):
        result = super().write(vals)
        if self._asking_fields & vals.keys():
            self._get_asked_tasks()._place()
        return result

    def _get_role_users(self, role: str):
        """Hook: return the users of whom a task of this record is asked in that role, the first one first.

        Whether they can still do it is not looked at. Called with elevated rights, on one record.
        """
        self.ensure_one()
        return self._get_own_program().lead_id if role == "lead" else self.env["res.users"]

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let the sponsor say something, too: they need no role in the suite to stand behind a launch."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "create":
            for record_sudo in self.sudo():  # whose launch it is, is no secret
                if record_sudo._get_own_program().sponsor_id == self.env.user:
                    operations[record_sudo.with_env(self.env)] = "read"
        return operations

    def _get_own_program(self):
        self.ensure_one()
        return self.mapped(self._program_path) if self._program_path else self

    def _get_asked_tasks(self):
        """Return the open tasks that are asked on these records."""
        # Whoever changes a record need not be able to see what is asked of others on it.
        tasks_sudo = self.env["mail.activity"].sudo()
        asked = Domain("rollout_role", "!=", False)
        return tasks_sudo.search(asked & Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids))

    def _ask(self, role: str, activity_type: str, prepare: Callable | None = None, person=None, **values):
        """Ask for one task on each of these records, of the first who can do it.

        Where nobody can, the task stands on the record until somebody can.

        :param role: a value of ``rollout_role`` of an activity
        :param activity_type: the external id of the activity's type
        :param prepare: ``lang -> (summary, note)``, what the task says in that person's language; the type's own
            summary if not given
        :param person: the user who is meant, for the role ``named``
        :param values: other values of the activities, such as ``date_deadline``
        :return: the activities, in the order of the records
        """
        records_sudo = self.sudo()
        persons = person or self.env["res.users"]
        chosen = records_sudo._choose_asked([(record_sudo, role, persons) for record_sudo in records_sudo])
        users = dict(zip(self, chosen, strict=True))
        task_by_record = {}
        for user, records in self.grouped(users.get).items():
            lang = user.lang or self.env.lang
            if prepare:
                values["summary"], values["note"] = prepare(lang)
            tasks = records.with_context(lang=lang, mail_activity_automation_skip=False).activity_schedule(
                activity_type, user_id=user.id, **values
            )
            task_by_record |= zip(records.ids, tasks, strict=True)
        tasks = self.env["mail.activity"].union(*(task_by_record[record.id] for record in self))
        # Of which role a task is asked is nobody's to set by hand.
        for task_sudo, record_sudo in zip(tasks.sudo(), records_sudo, strict=True):
            first = persons or record_sudo._get_role_users(role)[:1]
            task_sudo.write(
                {
                    "rollout_role": role,
                    "rollout_user_id": first.id,
                    "rollout_program_id": record_sudo._get_own_program().id,
                }
            )
        return tasks

    @api.model
    def _choose_asked(self, tasks: list[tuple], leaving=None) -> list:
        """Return for each task the first user who can do it, or no user; the caller has elevated rights.

        The same queries for however many records of the model: one look at all of them for each user.

        :param tasks: ``(record, role, person)``; without a person it is asked of the record's own people
        :param leaving: users who are just losing their rights
        """
        records = self.browse().union(*(record for record, _role, _person in tasks))
        can_write = {}
        stand_ins = {}

        def can_do(user, record, role):
            if user in (leaving or ()) or not record._get_own_program()._lets_in(user):
                return False
            if role == "named":
                return True  # what somebody is to do needs no right in the launch
            if user not in can_write:
                can_write[user] = records._filter_writable_by(user)
            return record in can_write[user]

        def get_candidates(record, role, person):
            program = record._get_own_program()
            for user in person or record._get_role_users(role):
                yield user, role
            yield from ((user, "lead") for user in (program.lead_id, program.sponsor_id))
            if program.company_id not in stand_ins:
                stand_ins[program.company_id] = program._get_stand_ins()
            yield from ((user, "lead") for user in stand_ins[program.company_id])
            # They can't do it themselves, but can see to it that somebody does.
            yield from ((user, "named") for user in (program.lead_id, program.sponsor_id))

        nobody = self.env["res.users"]
        return [
            next(
                (user for user, role in get_candidates(record, role, person) if user and can_do(user, record, role)),
                nobody,
            )
            for record, role, person in tasks
        ]

    def _filter_writable_by(self, user):
        """Return those of these records that ``user`` may change."""
        # In all of their companies, whichever ones are chosen in the window of whoever is at work now.
        context = {key: value for key, value in self.env.context.items() if key != "allowed_company_ids"}
        return self.with_env(self.env(user=user, su=False, context=context))._filtered_access("write")
