from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestAccess(TransactionCase):
    """What the addon keeps by itself is nobody's to read or to change, an administrator's neither."""

    def test_nobody_sees_turns_and_sendings(self):
        self.env["res.partner"].create({"name": "Mali"})._wait_turn()
        self.env["rollout.sending"]._note_page("key", "words")
        own = [
            model
            for model in self.env.values()
            if model._original_module == "rollout_base" and not model._abstract and not model._transient
        ]
        self.assertEqual({model._name for model in own}, {"rollout.sending", "rollout.turn"})
        for groups in ("base.group_user", "base.group_user,base.group_system"):
            user = new_test_user(self.env, f"reader{len(groups)}", groups)
            for model in own:
                record = model.search([], limit=1).ensure_one()
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(model=model._name, operation=operation, groups=groups):
                        self.assertFalse(record.with_user(user).has_access(operation))
                with self.assertRaises(AccessError):
                    model.with_user(user).search_count([])
