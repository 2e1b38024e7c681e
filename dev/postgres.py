"""PostgreSQL clusters of the project's own, reached through a Unix socket that only we may open.

Two of them: `pg` for the demo, durable; `pg-test` for tests, which trades durability for speed.
A cluster runs while somebody uses it: the last one to leave stops it.
"""

import contextlib
import fcntl
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from . import debian, once
from .console import Stop, say
from .paths import LOGS, STATE, socket_folder

DEMO, TEST = "pg", "pg-test"
USER = "odoo"
_OLDEST = 13
# As root, the accounts under which PostgreSQL may run, the best one first.
_ACCOUNTS = ("postgres", "nobody")
_UNPACKED = STATE / "postgres"
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "log_min_messages": "'fatal'",
    "jit": "off",
}
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "'4GB'"}


def programs():
    """The folder of PostgreSQL's server programs: the system's, or unpacked ones."""
    on_path = shutil.which("pg_ctl")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in candidates:
        if (
            all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres", "psql"))
            and _version(folder) >= _OLDEST
        ):
            return folder
    debian.unpack(_UNPACKED, "PostgreSQL", ["postgresql"], with_dependencies=True)
    return max(_UNPACKED.glob("usr/lib/postgresql/*/bin"), key=_version)


def _version(folder):
    match = re.search(r"/postgresql/(\d+)/", f"{folder}/")
    return int(match[1]) if match else _OLDEST


def environment(folder):
    """The environment for the programs in `folder`; unpacked ones bring their own libraries."""
    values = {**os.environ, "LC_ALL": "C.UTF-8"}
    if _UNPACKED in folder.parents:
        values["LD_LIBRARY_PATH"] = debian.libraries(_UNPACKED)
    return values


def _account(name):
    """As root, the prefix that runs a command under the account of the cluster `name`; nothing otherwise."""
    if os.geteuid():
        return []
    user, group = _owner(name)
    # The checkout may lie in a folder that only root may enter, such as /root: this one right of root's is kept,
    # also where a program asks what it may do before it does it.
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={group}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--",
    ]


def _owner(name):
    """The numbers of user and group that own the cluster `name`, or shall own it once it is made."""
    try:
        status = (STATE / name / "data").stat()
        return status.st_uid, status.st_gid
    except FileNotFoundError:
        pass
    for account in _ACCOUNTS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(account)
            return found.pw_uid, found.pw_gid
    raise Stop(
        f"PostgreSQL does not run as root and this machine has no account called {' or '.join(_ACCOUNTS)}: "
        "start this as an ordinary user."
    )


def _own(path, name):
    if not os.geteuid():
        os.chown(path, *_owner(name))


@contextlib.contextmanager
def running(name=DEMO):
    """Have the cluster `name` running inside the block; gives the folder of its socket."""
    STATE.mkdir(exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    with open(STATE / f"{name}.users", "w") as users:
        with once.locked(f"{name}.start"):
            fcntl.flock(users, fcntl.LOCK_SH)
            _start(name)
        try:
            yield socket_folder(name)
        finally:
            with once.locked(f"{name}.start"), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(name)


def _start(name):
    account, folder = _account(name), programs()
    data = STATE / name
    once.make(data, once.fingerprint(name), lambda new: _create(new, account, folder, name))
    if _control(account, folder, name, "status").returncode == 0:
        return
    socket = socket_folder(name)
    socket.mkdir(mode=0o700, exist_ok=True)
    _own(socket, name)
    log = LOGS / f"{name}.log"
    log.touch()
    _own(log, name)
    options = f"-c unix_socket_directories='{socket}'"
    answer = _control(account, folder, name, "start", "-w", "-t", "60", "-l", str(log), "-o", options)
    if answer.returncode:
        raise Stop(f"PostgreSQL did not start ({_last_line(log)}); its log is {log}")


def _last_line(log):
    lines = log.read_text(errors="replace").splitlines()
    return lines[-1] if lines else "no reason given"


def stop(name):
    folder = programs()
    if (STATE / name).exists():
        _control(_account(name), folder, name, "stop", "-m", "fast", "-w")


def restart(name):
    """Throw everybody out of a running cluster, and start it again.

    Not as a power cut would: the cluster for tests isn't made to survive one.
    """
    answer = _control(_account(name), programs(), name, "restart", "-m", "fast", "-w", "-l", str(LOGS / f"{name}.log"))
    if answer.returncode:
        raise Stop(f"PostgreSQL did not come back; its log is {LOGS / f'{name}.log'}")


def _control(account, folder, name, *arguments):
    command = [*account, str(folder / "pg_ctl"), "-D", str(STATE / name / "data"), *arguments]
    return subprocess.run(
        command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False
    )


def _create(new, account, folder, name):
    say("Creating a PostgreSQL cluster …")
    _own(new, name)
    data = new / "data"
    command = [
        *account,
        str(folder / "initdb"),
        "-D",
        str(data),
        "-U",
        USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    answer = subprocess.run(
        command,
        env=environment(folder),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        check=False,
    )
    if answer.returncode:
        errors = [line for line in answer.stdout.splitlines() if "error" in line.lower()] or ["no reason given"]
        raise Stop(f"PostgreSQL's data folder could not be made ({errors[0]}).")
    settings = {**_SETTINGS, **(_FAST if name == TEST else {})}
    with open(data / "postgresql.conf", "a") as file:
        file.writelines(f"{key} = {value}\n" for key, value in settings.items())
