from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger


class RpcCase(HttpCase):
    """What each role may do as a client over RPC; for test classes next to RolloutCase, whose users are the roles."""

    def _log_in(self, role):
        self.authenticate(f"{self.LOGINS}_{role}", f"{self.LOGINS}_{role}")

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _is_refused(self, model, method, *args, **kwargs):
        with mute_logger("odoo.http"):
            try:
                self._call(model, method, *args, **kwargs)
            except JsonRpcException as error:
                self.assertRegex(str(error), "AccessError|not allowed|Access|UserError")
                return True
        return False

    def _count(self, model):
        """Return how many records of a model the user finds, or None where it is refused."""
        if self._is_refused(model, "search_count", []):
            return None
        return self._call(model, "search_count", [("id", ">", 0)])

    def _assert_counts(self, models, counts_by_role):
        """Check how many records of each of ``models`` each role finds; None for a model that isn't named."""
        for role, counts in counts_by_role.items():
            self._log_in(role)
            for model in models:
                with self.subTest(role=role, model=model):
                    self.assertEqual(self._count(model), counts.get(model))

    def _assert_for_the_server_only(self, calls):
        """Check that a lead calls none of these, each a model, a method and its arguments."""
        self._log_in("lead")
        for model, method, args in calls:
            with self.subTest(method), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call(model, method, *args)
