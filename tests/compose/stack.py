"""docker-compose.yml as a user starts it: from a checkout of its own, with what is theirs in `.env` alone."""

import contextlib
import os
import re
import shutil
import subprocess
import time

import requests

from dev import ports
from dev.paths import ROOT

from ..support.client import Client

DATABASE = "rollout"
_PARTS = ["addons", "docker", "docker-compose.yml", "odoo.conf"]
_UP_SECONDS = 900
_VARIABLES = ("PORT", "MAIL_PORT", "MAIL_FROM", "POSTGRES_PASSWORD", "ODOO_WITH_DEMO", "COMPOSE_PROJECT_NAME")


class Stack:
    """The services of one checkout; `url` is where Odoo answers, `folder` the checkout."""

    def __init__(self, folder, project, **settings):
        self.folder = folder
        self.project = project
        for name in _PARTS:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / name, folder / name, ignore=ignored)
            else:
                shutil.copy2(ROOT / name, folder / name)
        self.port, self.mail_port = ports.free(), ports.free()
        self.url = f"http://localhost:{self.port}"
        self.settings = {
            "COMPOSE_PROJECT_NAME": project,
            "PORT": self.port,
            "MAIL_PORT": self.mail_port,
            **settings,
        }
        self.set()

    def set(self, **settings):
        """Write the file of settings anew, with these changed."""
        self.settings |= settings
        lines = [f"{key}={value}\n" for key, value in self.settings.items()]
        (self.folder / ".env").write_text("".join(lines))

    def shell(self, command, check=True, **options):
        """Run a line as a person types it in the checkout; gives the CompletedProcess with its output as one text."""
        environment = {key: value for key, value in os.environ.items() if key not in _VARIABLES}
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | options
        answer = subprocess.run(
            command,
            shell=True,
            executable="/bin/bash",
            cwd=self.folder,
            env=environment,
            text=True,
            timeout=_UP_SECONDS,
            check=False,
            **options,
        )
        if check:
            assert answer.returncode == 0, f"{command}:\n{answer.stdout[-6000:]}"
        return answer

    def compose(self, arguments, **options):
        return self.shell(f"docker compose {arguments}", **options)

    def up(self, check=True):
        """Start all, as the README says; gives what was said, the words of the step before Odoo included."""
        answer = self.compose("up --detach", check=False)
        answer.stdout += self.logs("install")
        if check:
            assert answer.returncode == 0, answer.stdout[-6000:]
            self.wait_until_answers()
        return answer

    def logs(self, *services):
        return self.compose(f"logs --no-color --no-log-prefix {' '.join(services)}").stdout

    def query(self, statement, database=DATABASE):
        """The rows of a statement, each a list of texts."""
        answer = subprocess.run(
            [
                *("docker", "compose", "exec", "-T", "database"),
                *("psql", "-XAtq", "--set=ON_ERROR_STOP=1", "--username=odoo", f"--dbname={database}"),
            ],
            input=statement,
            cwd=self.folder,
            text=True,
            capture_output=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
        return [line.split("|") for line in answer.stdout.splitlines()]

    def container(self, service):
        return self.compose(f"ps --all --quiet {service}").stdout.strip()

    def inspect(self, service, template):
        return self.shell(f"docker inspect --format '{template}' {self.container(service)}").stdout.strip()

    def rpc(self, login="admin", password=None):
        return Client(self.url, DATABASE).login(login, password)

    def get(self, path, **options):
        return requests.get(self.url + path, timeout=options.pop("timeout", 60), **options)

    def wait_until_answers(self, seconds=90):
        """Wait for the page to sign in; gives the seconds that it took."""
        start = time.monotonic()
        while True:
            with contextlib.suppress(requests.RequestException):
                if self.get("/web/login").status_code == 200:
                    return time.monotonic() - start
            assert time.monotonic() - start < seconds, self.logs("odoo")[-3000:]
            time.sleep(0.5)

    def wait_until_healthy(self, service, seconds=60):
        """Wait for the engine's next looks at a service: before the first one it counts as starting."""
        start = time.monotonic()
        while (status := self.inspect(service, "{{.State.Health.Status}}")) != "healthy":
            assert time.monotonic() - start < seconds, f"{service}: {status}"
            time.sleep(0.5)

    def mails(self):
        """The mails that were sent, as Mailpit lists them."""
        answer = requests.get(f"http://localhost:{self.mail_port}/api/v1/messages?limit=500", timeout=30)
        return answer.json()["messages"]


def remove(project):
    """Remove all of a project, its data too."""
    command = ["docker", "compose", "--project-name", project, "down", "--volumes", "--timeout", "5"]
    subprocess.run(command, capture_output=True, check=False)


def readme_commands(heading):
    """The commands in the blocks of README.md below `heading`, up to the next heading."""
    text = (ROOT / "README.md").read_text()
    section = re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
