"""From a fresh clone on a machine that has Python, git and make: set up, served, tested, printed."""

import contextlib
import io
import os
import subprocess
import time

import pypdf
import pytest
import requests

from dev import images, ports
from dev.demo import DATABASE
from dev.paths import ROOT

from ..support.client import Client

pytestmark = pytest.mark.long

_PROGRAMS = "apt-get update && apt-get install --yes --no-install-recommends git make python3"
_START_SECONDS = 1800


class Machine:
    """A container that shares the network of this machine alone, with the checkout of an account in it."""

    def __init__(self, release, account):
        self.name = f"rollout-machine-{os.getpid()}-{release}-{account}"
        self.account = account
        self.home = "/root" if account == "root" else f"/home/{account}"
        certificates = "/etc/ssl/certs/ca-certificates.crt"
        self._docker(
            *("run", "--detach", "--init", "--name", self.name, "--network=host", "--shm-size=1g"),
            *("--volume", f"{images.certificates()}:{certificates}:ro", "--env", f"PIP_CERT={certificates}"),
            *(f"--env={key}" for key in os.environ if key.startswith("PIP_") and "INDEX" in key),
            *(os.environ[f"ROLLOUT_IMAGE_{release}"], "sleep", "infinity"),
        )

    def _docker(self, *arguments, check=True, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | options
        answer = subprocess.run(["docker", *arguments], check=False, **options)
        text = (answer.stdout or b"").decode(errors="replace")
        assert not check or answer.returncode == 0, f"{arguments}:\n{text[-6000:]}"
        return text

    def run(self, command, account=None, folder="/", **options):
        """Run a line of shell as an account of the machine; gives its output."""
        account = account or self.account
        home = "/root" if account == "root" else self.home
        user = ["--user", account, "--workdir", folder, "--env", f"HOME={home}"]
        interactive = ["--interactive"] if "input" in options else []
        return self._docker("exec", *interactive, *user, self.name, "sh", "-c", command, **options)

    def clone(self):
        """Give the account a checkout as git has it, with what is not committed yet; gives its folder."""
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        command = ["tar", "--create", "--null", "--files-from=-"]
        archive = subprocess.run(command, cwd=ROOT, input=files, stdout=subprocess.PIPE, check=True).stdout
        folder = f"{self.home}/rollout"
        self.run(f"mkdir {folder} && tar --extract --no-same-owner --directory={folder}", input=archive)
        return folder

    @contextlib.contextmanager
    def serving(self, folder):
        """`make run` for the duration of the block; gives the address of the demo."""
        port = ports.free()
        log = f"{self.home}/run.log"
        self.run(f"PORT={port} make run > {log} 2>&1 & echo $! > {self.home}/run.pid", folder=folder)
        url = f"http://localhost:{port}"
        end = time.monotonic() + _START_SECONDS
        while True:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{url}/web/login", timeout=60).status_code == 200:
                    break
            said = self.run(f"cat {log}")
            assert time.monotonic() < end and "failed" not in said and "Error" not in said, said
            time.sleep(1)
        try:
            yield url
        finally:
            self.run(f"kill $(cat {self.home}/run.pid)", check=False)

    def remove(self):
        self._docker("rm", "--force", "--volumes", self.name, check=False)


@pytest.fixture(params=["trixie", "bookworm"])
def release(request):
    return request.param


@pytest.fixture(params=["person", "root"])
def machine(request, release):
    machine = Machine(release, request.param)
    try:
        machine.run(_PROGRAMS, account="root")
        if request.param != "root":
            machine.run(f"useradd --create-home {request.param}", account="root")
        yield machine
    finally:
        machine.remove()


def test_fresh_machine(machine):
    assert "postgres:" not in machine.run("cat /etc/passwd"), "nobody has made an account for PostgreSQL"
    before = machine.run("dpkg-query --show", account="root")
    folder = machine.clone()
    machine.run("make setup", folder=folder)
    with machine.serving(folder) as url:
        rpc = Client(url, DATABASE).login()
        assert rpc.call("rollout.phase", "search_count", [])
        [order, *_others] = rpc.call("sale.order", "search", [], limit=1)
        answer = rpc.session.get(f"{url}/report/pdf/sale.report_saleorder/{order}", timeout=120)
        assert answer.headers["Content-Type"] == "application/pdf", answer.text[:2000]
        assert pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].get_contents() is not None
    machine.run("bin/pytest addons/rollout_phase/tests -k gate", folder=folder)
    assert machine.run("dpkg-query --show", account="root") == before, "nothing is installed on the system"
