from odoo import api, fields, models
from odoo.fields import Domain

from .rollout_asking_mixin import LEAD_GROUP

# Programs in which there is nothing left to do.
OVER = ("done", "cancelled")


class RolloutProgram(models.Model):
    """Whether those who stand behind a program still can: who has left is shown, and replaced everywhere."""

    _inherit = "rollout.program"
    _asking_fields = frozenset({"lead_id", "sponsor_id", "company_id"})

    people_warning = fields.Text(compute="_compute_people_warning")

    @api.depends(
        "state", "company_id", "lead_id.active", "lead_id.group_ids", "lead_id.company_ids",
        "sponsor_id.active", "sponsor_id.group_ids", "sponsor_id.company_ids", "partner_id.active",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_people_warning(self):
        for program in self:
            findings = program._get_people_findings() if program.state not in OVER else []
            program.people_warning = "\n".join(findings) or False

    @api.constrains("lead_id", "sponsor_id")
    def _check_people_are_inside(self):
        self.browse()._refuse_outsiders((self.lead_id | self.sponsor_id).partner_id)

    def _get_people_findings(self) -> list[str]:
        """Hook: return a sentence for each role of the program whose person can't fill it, and what to do."""
        self.ensure_one()
        findings = []
        # Whether somebody else may sign in is judged alike for every reader.
        program_sudo = self.sudo()
        lead_sudo, sponsor_sudo = program_sudo.lead_id, program_sudo.sponsor_id
        if not lead_sudo:
            findings.append(self.env._("Nobody leads this launch. %s", self._describe_stand_in()))
        elif not self._lets_in(lead_sudo):
            findings.append(
                self.env._(
                    "%(lead)s, the lead, can't sign in or see this program any more. %(stand_in)s",
                    lead=lead_sudo.name,
                    stand_in=self._describe_stand_in(),
                )
            )
        elif not program_sudo._filter_writable_by(lead_sudo):
            findings.append(
                self.env._(
                    "%(lead)s, the lead, doesn't have the role Rollout: Lead. %(stand_in)s",
                    lead=lead_sudo.name,
                    stand_in=self._describe_stand_in(),
                )
            )
        if sponsor_sudo and not self._has_able_sponsor():
            findings.append(
                self.env._(
                    "%s, the sponsor, can't sign in or see this program any more: nobody signs the expectations, "
                    "approves an override or grants an exception until you name another one.",
                    sponsor_sudo.name,
                )
            )
        if program_sudo.partner_id and not program_sudo.partner_id.active:
            partner = program_sudo.partner_id.name
            findings.append(self.env._("%s, the implementation partner, is archived: name another one.", partner))
        return findings

    def _describe_stand_in(self) -> str:
        if stand_in_sudo := self.sudo()._get_acting_lead():
            return self.env._("What the lead is asked for goes to %s until you name another lead.", stand_in_sudo.name)
        return self.env._("What the lead is asked for waits until you name another lead.")

    def write(self, vals):
        before = {}
        if {"lead_id", "sponsor_id"} & vals.keys():
            before = {program: program.lead_id | program.sponsor_id for program in self}
        result = super().write(vals)
        for program, old in before.items():
            now = program.lead_id | program.sponsor_id
            program._replace_followers(old - now, now - old)
        return result

    def _replace_followers(self, gone, come):
        """Let the new people follow what the old ones followed for the program's sake."""
        self.ensure_one()
        # Whoever names a lead need not see all that the old one followed.
        followers_sudo = self.env["mail.followers"].sudo()
        for records in self._get_followed_records(gone):
            old_sudo = followers_sudo.search(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                & Domain("partner_id", "in", gone.partner_id.ids)
            )
            followed_sudo = records.sudo().browse(set(old_sudo.mapped("res_id")))
            followed_sudo.message_unsubscribe(gone.partner_id.ids)
            followed_sudo.message_subscribe(come.partner_id.ids)

    def _get_followed_records(self, gone) -> list:
        """Hook: return the records that ``gone``, once lead or sponsor, needn't follow any more, one set per model."""
        self.ensure_one()
        phases_sudo = self.sudo().with_context(active_test=False).phase_ids
        own_sudo = phases_sudo.filtered(lambda phase: phase.champion_ids.employee_id.user_id & gone)
        return [self, phases_sudo - own_sudo]

    def _lets_in(self, user) -> bool:
        """Tell whether ``user`` can still sign in and see the program, in its company or a branch."""
        self.ensure_one()
        # Whether somebody else may sign in is judged alike for every reader.
        user_sudo = user.sudo()
        return bool(user_sudo.active and not user_sudo.share and self.company_id in user_sudo.company_ids.parent_ids)

    def _get_reachable_heads(self):
        """Return the sponsor and the lead as far as they are let in, with whoever stands in for a lead who isn't."""
        self.ensure_one()
        heads = (self.sponsor_id | self.lead_id).filtered(self._lets_in)
        return heads if self.lead_id in heads else heads | self._get_acting_lead()

    def _get_acting_lead(self):
        """Return the user of whom is asked what the lead is asked: the lead, or who stands in; none if nobody can."""
        self.ensure_one()
        # Whoever stands in is found with the system's eyes; only who it is leaves this method.
        program_sudo = self.sudo()
        [acting_sudo] = program_sudo._choose_asked([(program_sudo, "lead", self.env["res.users"])])
        return acting_sudo.sudo(self.env.su)

    def _get_stand_ins(self):
        """Return who else may lead a launch of the company, administrators of the whole database last."""
        self.ensure_one()
        # Who has a role is no secret to the launch; only who may do a task is chosen from them.
        users_sudo = self.env["res.users"].sudo()
        group = self.env.ref(LEAD_GROUP)
        domain = Domain("all_group_ids", "in", group.id) & Domain("company_ids", "in", self.company_id.id)
        return users_sudo.search(domain, order="id").sorted(lambda user: user.has_group("base.group_system"))

    def _get_asked_tasks(self):
        # Those on its phases, reviews and items, too.
        tasks_sudo = self.env["mail.activity"].sudo()
        return tasks_sudo.search(Domain("rollout_role", "!=", False) & Domain("rollout_program_id", "in", self.ids))

    def action_change_people(self):
        """Open the few fields that say who stands behind the program."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Stands behind %s", self.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("rollout_phase.rollout_program_view_form_people").id, "form")],
            "target": "new",
        }
