"""Odoo's doors for programs, each opened by an API key: `/json/2` and XML-RPC."""

import xmlrpc.client
from dataclasses import dataclass

import requests

# What Odoo's XML-RPC has instead of a status and the class of an exception; it doesn't tell all of them apart.
_FAULTS = {2: (422, "UserError"), 3: (403, "AccessDenied"), 4: (403, "AccessError")}


@dataclass(frozen=True)
class Answer:
    """What came back: a value, or the class of an exception and its sentence; `status` is HTTP's, or stands for it."""

    status: int
    value: object = None
    name: str = ""
    text: str = ""


class Json2:
    """The JSON API, as the user to whom a key belongs."""

    def __init__(self, server, _user_id, key):
        self._url = f"{server.url}/json/2"
        self._session = requests.Session()
        self._session.headers.update({"Authorization": f"bearer {key}", "X-Odoo-Database": server.database.name})

    def call(self, model, method, ids=None, **arguments):
        """Call a method on records, or on the model; all arguments have their names."""
        body = arguments if ids is None else {"ids": ids, **arguments}
        answer = self._session.post(f"{self._url}/{model}/{method}", json=body, timeout=60)
        content = answer.json()
        if answer.ok:
            return Answer(answer.status_code, content)
        return Answer(answer.status_code, None, content["name"], content["message"])


class XmlRpc:
    """XML-RPC, as the user to whom a key belongs."""

    def __init__(self, server, user_id, key):
        self._objects = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object", allow_none=True)
        self._login = server.database.name, user_id, key

    def call(self, model, method, ids=None, **arguments):
        """Call a method on records, or on the model; all arguments have their names."""
        try:
            value = self._objects.execute_kw(*self._login, model, method, [] if ids is None else [ids], arguments)
        except xmlrpc.client.Fault as fault:
            status, name = _FAULTS.get(fault.faultCode, (500, "Exception"))
            return Answer(status, None, f"odoo.exceptions.{name}", fault.faultString)
        return Answer(200, value)
