"""An update of the addons changes nothing that somebody may have changed."""

from odoo.tests import tagged
from odoo.tools.convert import convert_file

from .common import RolloutCase

# What an update may write again: the software itself. All else is somebody's to change.
SOFTWARE = {
    "ir.actions.act_window",
    "ir.actions.act_window.view",
    "ir.actions.client",
    "ir.actions.report",
    "ir.actions.server",
    "ir.asset",
    "ir.model",
    "ir.model.access",
    "ir.model.constraint",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.model.inherit",
    "ir.model.relation",
    "ir.module.category",
    "ir.ui.menu",
    "ir.ui.view",
    "report.paperformat",
    "res.groups",
    "res.groups.privilege",
}


@tagged("post_install", "-at_install", "together")
class TestUpdate(RolloutCase):
    def test_roles_are_given_once(self):
        group = self.env.ref("rollout_phase.group_rollout_lead")
        admin = self.env.ref("base.user_admin")
        for member in (False, True):
            admin.group_ids = [(4 if member else 3, group.id)]
            admin.group_ids -= self.env.ref("rollout_phase.group_rollout_champion") if not member else group.browse()
            with self.subTest(member=member):
                convert_file(self.env, "rollout_phase", "security/rollout_groups.xml", {}, "update")
                self.env.invalidate_all()
                self.assertEqual(group in admin.group_ids, member)

    def test_nothing_else_is_written_again(self):
        """Rules, scheduled actions, kinds of activities, playbook, criteria, KPIs, sections …"""
        written = self.env["ir.model.data"]._read_group(
            [("module", "=like", "rollout%"), ("noupdate", "=", False)], ["model"], ["__count"]
        )
        self.assertFalse({model: count for model, count in written if model not in SOFTWARE})
