"""A dialog says nothing of what its user may not read."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FeedbackCase


@tagged("post_install", "-at_install")
class TestDialogs(FeedbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.env["rollout.log.item"].create({"name": "Returns were forgotten", "program_id": cls.program.id})
        groups = "rollout_phase.group_rollout_champion"
        cls.foreign_champion = cls._new_user("foreign_champion", groups, company=cls.other_company)

    def _get_dialogs(self):
        return {"rollout.sender.question": {"item_id": self.item.id, "text": "x"}}

    def test_they_point_at_nothing_of_another_company(self):
        for user in (self.foreign_champion, self.stranger):
            for model, values in self._get_dialogs().items():
                dialogs = self.env[model].with_user(user)
                spec = {name: {"fields": {"display_name": {}}} for name in values if name.endswith(("_id", "_ids"))}
                defaults = {f"default_{name}": value for name, value in values.items()}
                for look in (
                    lambda dialogs=dialogs, values=values: dialogs.create(values),
                    lambda dialogs=dialogs, values=values, spec=spec: dialogs.onchange(values, [], spec),
                    lambda dialogs=dialogs, defaults=defaults: dialogs.with_context(**defaults).default_get(
                        list(dialogs._fields)
                    ),
                ):
                    with self.subTest(model=model, user=user.login), self.assertRaises(AccessError):
                        look()

    def test_those_who_may_read_open_them(self):
        for model, values in self._get_dialogs().items():
            self.assertTrue(self.env[model].with_user(self.lead).create(values), model)
