from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger


class RpcCase:
    """A client gets over HTTP what the tables say; for test classes next to AccessMatrixCase and HttpCase.

    The tables themselves are tried by the ORM, in every way. Here a sample of each model is tried by Odoo's JSON API: a
    record, one of its methods, and one that is not for clients.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        cls.keys = {
            role: cls.env["res.users.apikeys"].with_user(getattr(cls, role))._generate("rpc", "Test", tomorrow)
            for role in cls.ROLES
        }

    def _post(self, role, model, method, ids=(), **arguments):
        """Return status and content of the answer to a call; whatever it does is undone."""
        with self.env.cr.savepoint() as savepoint, mute_logger("odoo.http"):
            response = self.url_open(
                f"/json/2/{model}/{method}",
                json={"ids": ids, **arguments} if ids else arguments,
                headers={"Authorization": f"bearer {self.keys[role]}"},
            )
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
        self.assertLess(response.status_code, 500, f"{model}.{method} as {role}: {response.text[:500]}")
        return response.status_code, response.json()

    def _is_let_in(self, role, model, method):
        """Tell whether a method is run: whatever it answers, it isn't an access error."""
        try:
            records = self._prepare_call(model, method, getattr(self, role))
        except AccessError:
            return False
        status, _answer = self._post(role, model, method, records.ids)
        return status != 403

    def _get_private_method(self, model):
        """Return the name of a method of the addon's own, of those that are not for clients."""
        own = (part for part in self.registry[model].mro() if part.__module__.startswith(f"odoo.addons.{self.MODULE}."))
        names = (name for part in own for name, value in vars(part).items() if callable(value))
        return next((name for name in names if name.startswith("_") and not name.startswith("__")), "_search")

    def test_rpc_answers_as_the_tables_say(self):
        for role in self.ROLES:
            for model, roles in self.MATRIX.items():
                with self.subTest(role=role, model=model):
                    record = self._record(model)
                    status, count = self._post(role, model, "search_count", domain=[["id", "=", record.id]])
                    self.assertEqual(status == 200 and count == 1, "r" in roles[role], (status, count))
            for model, methods in self.METHODS.items():
                method = min(methods)
                with self.subTest(role=role, model=model, method=method):
                    self.assertEqual(self._is_let_in(role, model, method), role in methods[method])

    def test_what_is_not_for_clients(self):
        for model in self.MATRIX:
            method = self._get_private_method(model)
            with self.subTest(model=model, method=method):
                status, answer = self._post("lead", model, method, self._record(model).ids)
                self.assertEqual(status, 403)
                self.assertIn("cannot be called remotely", answer["message"])
