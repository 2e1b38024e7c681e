"""A client of Odoo's JSON-RPC, as the web client uses it: with a session, as a user."""

import itertools

import requests


class RpcError(Exception):
    """What Odoo answered instead of a result; `name` is the class of its exception."""

    def __init__(self, error):
        super().__init__(error["data"]["message"])
        self.name = error["data"]["name"]


class Client:
    def __init__(self, url, database):
        self.url = url
        self.database = database
        self.session = requests.Session()
        self.user_id = None
        self.timeout = 120
        self._numbers = itertools.count(1)

    def login(self, login="admin", password=None):
        answer = self._post(
            "/web/session/authenticate", {"db": self.database, "login": login, "password": password or login}
        )
        self.user_id = answer["uid"]
        return self

    def call(self, model, method, *arguments, **options):
        """Call a public method, for example `client.call("res.partner", "search_count", [])`."""
        parameters = {"model": model, "method": method, "args": list(arguments), "kwargs": options}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", parameters)

    def run_cron(self, xmlid):
        """Run a scheduled action now, as its button does."""
        module, name = xmlid.split(".")
        [record] = self.call(
            "ir.model.data", "search_read", [("module", "=", module), ("name", "=", name)], fields=["res_id"]
        )
        return self.call("ir.cron", "method_direct_trigger", [record["res_id"]])

    def _post(self, path, parameters):
        body = {"jsonrpc": "2.0", "method": "call", "id": next(self._numbers), "params": parameters}
        answer = self.session.post(self.url + path, json=body, timeout=self.timeout)
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            raise RpcError(content["error"])
        return content.get("result")
