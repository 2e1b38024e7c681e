"""A Docker engine for `make test-compose` and `make test-machines`: the one that runs, or, as root, one of our own.

The own engine keeps all that it has in `.dev/engine`, and ends with the command. Compose is the CLI's own, or
Debian 13's package, unpacked.
"""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import debian
from .console import Stop, say
from .paths import LOGS, STATE

_FOLDER = STATE / "engine"
_PLUGIN = STATE / "compose"
_START_SECONDS = 60
_NONE = (
    "This needs a Docker engine (Debian: apt-get install docker.io): start one that this user may use, "
    "or run this as root, and one is started for as long as it lasts."
)


class Engine:
    """Runs `docker …` on one engine."""

    def __init__(self, environment):
        self.environment = environment

    def run(self, *arguments, check=True, **options):
        """Run a docker command; gives the CompletedProcess, its output as text."""
        command = ["docker", *map(str, arguments)]
        options = {"text": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | options
        environment = {**self.environment, **options.pop("environment", {})}
        answer = subprocess.run(command, env=environment, check=False, **options)
        if check and answer.returncode:
            lines = (answer.stdout or "").strip().splitlines()[-20:]
            raise Stop("\n".join([f"docker {arguments[0]} failed:", *lines]))
        return answer

    def has(self, image):
        return self.run("image", "inspect", image, check=False).returncode == 0

    def label(self, image, name):
        """The value of an image's label, empty if it has none."""
        answer = self.run("image", "inspect", "--format", "{{json .Config.Labels}}", image)
        return (json.loads(answer.stdout) or {}).get(name, "")


@contextlib.contextmanager
def running():
    """An Engine with Compose for the duration of the block."""
    if not shutil.which("docker"):
        raise Stop(_NONE)
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        if not _answers(environment):
            environment["DOCKER_HOST"] = stack.enter_context(_own())
        environment["DOCKER_CONFIG"] = str(_configuration(environment))
        yield Engine(environment)


def _answers(environment):
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    return not subprocess.run(command, env=environment, capture_output=True, check=False).returncode


@contextlib.contextmanager
def _own():
    """An engine of our own, with its data in `.dev`; gives its address."""
    program = shutil.which("dockerd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if not program or os.geteuid():
        raise Stop(_NONE)
    say("Starting a Docker engine …")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    # A socket's address is short, and so are those that the engine makes below it.
    place = Path(tempfile.mkdtemp(prefix="rollout-engine-"))
    address = f"unix://{place}/socket"
    command = [
        program,
        f"--data-root={_FOLDER}",
        f"--exec-root={place}/exec",
        f"--pidfile={place}/pid",
        f"--host={address}",
    ]
    log = LOGS / "engine.log"
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as file:
        # In a session of its own: Ctrl-C reaches us, and we stop it last.
        process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
    try:
        end = time.monotonic() + _START_SECONDS
        while not _answers({**os.environ, "DOCKER_HOST": address}):
            if process.poll() is not None or time.monotonic() > end:
                raise Stop(f"The Docker engine did not start; see the end of {log}")
            time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # What it mounted and leaves behind.
        for mount in (_FOLDER, place / "exec" / "netns" / "default"):
            subprocess.run(["umount", "--quiet", "--recursive", str(mount)], capture_output=True, check=False)
        shutil.rmtree(place, ignore_errors=True)


def _configuration(environment):
    """A folder for DOCKER_CONFIG in which the CLI finds Compose 2."""
    folder = Path(environment.get("DOCKER_CONFIG") or Path("~/.docker").expanduser())
    answer = subprocess.run(
        ["docker", "compose", "version", "--short"], env=environment, text=True, capture_output=True, check=False
    )
    if not answer.returncode and answer.stdout.strip().lstrip("v")[:2] >= "2.":
        return folder
    debian.unpack(_PLUGIN, "Compose", ["docker-compose"], release="trixie")
    [program] = _PLUGIN.glob("usr/libexec/docker/cli-plugins/docker-compose")
    own = STATE / "docker-config"
    (own / "cli-plugins").mkdir(parents=True, exist_ok=True)
    link = own / "cli-plugins" / "docker-compose"
    link.unlink(missing_ok=True)
    link.symlink_to(program)
    return own
