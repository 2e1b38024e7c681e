"""A launch in several departments, whose people answer over HTTP: some signed in, some not."""

import random
import re
from typing import NamedTuple

import requests

DEPARTMENTS = ("Sales", "Stock", "Accounting", "Purchasing")
PASSWORD = "a long password for tests"
LINK = re.compile(r'href="([^"]*/rollout/feedback/([\w-]+)\?lang=\w+)"')
_STAMP = re.compile(r'name="page" value="([^"]+)"')
_SECRET = re.compile(r"/rollout/reply/([\w-]{43})\?")
_SIGNED_IN = 8


class Answer(NamedTuple):
    """One that was given. ``invited`` and ``posted`` are its place in the order of the mails and of the answers."""

    employee_id: int
    department: str
    address: str
    token: str
    secret: str
    word: str
    invited: int
    posted: int


class Launch:
    """Departments of equal size; `answers` are known to the test alone."""

    def __init__(self, admin, people):
        self.admin = admin
        # Hundreds at once, on however busy a machine.
        admin.timeout = 900
        [company] = admin.call("res.company", "search", [], limit=1)
        admin.call("res.company", "write", [company], {"email": "office@launching.example.com"})
        program = self._create("rollout.program", [{"name": "Launch", "feedback_weekday": "0", "feedback_hour": 0}])[0]
        self.program_id = program
        departments = self._create("hr.department", [{"name": name} for name in DEPARTMENTS])
        self._create("rollout.phase", [{"program_id": program, "department_id": each} for each in departments])
        self.people = [
            {
                "name": f"Somebody Q{number}x",
                "department_id": departments[number % len(departments)],
                "work_email": f"q{number}x@launching.example.com",
            }
            for number in range(people)
        ]
        self.employee_ids = [
            employee
            for start in range(0, people, 100)
            for employee in self._create("hr.employee", self.people[start : start + 100])
        ]
        self._sign_in_some()
        self.answers = []

    def invite(self, smtp):
        """Send the mails; gives the links by address, in the order of their arrival."""
        # One request of a busy machine's client takes so many in good time.
        self.admin.call("ir.config_parameter", "set_param", "mail.mail.queue.batch.size", "50")
        self.admin.run_cron("rollout_feedback.ir_cron_send_invitations")
        for _batch in range(len(self.people) // 10):
            invitations = {
                message.recipients[0]: found.groups()
                for message in smtp.messages
                if (found := LINK.search(message.get_body(("html",)).get_content()))
            }
            if len(invitations) == len(self.people):
                break
            self.admin.run_cron("mail.ir_cron_mail_scheduler_action")
        return invitations

    def answer(self, links):
        """Let everybody answer, in random order, every fifth with a session of Odoo."""
        address_of = {person["work_email"]: number for number, person in enumerate(self.people)}
        invited = {address: place for place, address in enumerate(links)}
        order = random.SystemRandom().sample(sorted(links), len(links))
        # A client of each kind, as a browser keeps its connection, too.
        anonymous = requests.Session()
        for posted, address in enumerate(order):
            client = self.sessions[posted % len(self.sessions)] if posted % 5 == 0 else anonymous
            number = address_of[address]
            word = f"zq{random.SystemRandom().getrandbits(64):016x}"
            link, token = links[address]
            page = client.get(link, timeout=60)
            page.raise_for_status()
            fields = {
                "page": _STAMP.search(page.text)[1],
                "lang": "en_US",
                "mood": str(1 + posted % 5),
                "control": "3",
                "comment": f"The word is {word}",
            }
            thanks = client.post(link.partition("?")[0], data=fields, timeout=60)
            thanks.raise_for_status()
            assert not {"Set-Cookie", "set-cookie"} & {*page.headers, *thanks.headers}
            self.answers.append(
                Answer(
                    self.employee_ids[number],
                    DEPARTMENTS[number % len(DEPARTMENTS)],
                    address,
                    token,
                    _SECRET.search(thanks.text)[1],
                    word,
                    invited[address],
                    posted,
                )
            )

    def _sign_in_some(self):
        group = self._record_id("base.group_user")
        users = self._create(
            "res.users",
            [
                {
                    "name": f"Signed Q{number}x",
                    "login": f"signed{number}",
                    # The employee takes it over.
                    "email": self.people[number]["work_email"],
                    "password": PASSWORD,
                    "group_ids": [(6, 0, [group])],
                }
                for number in range(_SIGNED_IN)
            ],
        )
        for user, employee in zip(users, self.employee_ids, strict=False):
            self.admin.call("hr.employee", "write", [employee], {"user_id": user})
        self.sessions = []
        for number in range(_SIGNED_IN):
            client = type(self.admin)(self.admin.url, self.admin.database).login(f"signed{number}", PASSWORD)
            # As somebody who has just worked in Odoo: the session has its device by now.
            client.call("res.users", "read", [client.user_id], ["name"])
            self.sessions.append(client.session)

    def _create(self, model, values):
        return self.admin.call(model, "create", values)

    def _record_id(self, xmlid):
        module, name = xmlid.split(".")
        domain = [("module", "=", module), ("name", "=", name)]
        return self.admin.call("ir.model.data", "search_read", domain, fields=["res_id"])[0]["res_id"]
