"""Debian packages without root: fetched by apt into a state of the project's own, unpacked by dpkg.

The system's package lists, its cache and its installed packages stay as they are. The mirror is the
one the machine already uses; apt checks the signatures as always.
"""

import functools
import os
import re
import shutil
import subprocess
import time

from . import once
from .console import Progress, Stop, say
from .paths import STATE

APT = STATE / "apt"
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_UNSTABLE = "sid"
_C_LIBRARY = "libc6_"
_NETWORK = re.compile(r"Acquire::(Check-Valid-Until|Retries|https?::)")


def _run(command, **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=environment, text=True, capture_output=True, check=False, **options)


def _apt(state, *arguments):
    """The command line of apt-get with the state in the folder `state`."""
    options = {
        "Dir::State::Lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Dir::Etc::SourceParts": state / "sources",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::Preferences": state / "preferences",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Debug::NoLocking": "true",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "APT::Get::Assume-Yes": "true",
        "APT::Install-Recommends": "false",
        # Downloads as root would be made by an account that cannot write into this folder.
        "APT::Sandbox::User": "root",
    }
    if state != APT:
        # As if nothing were installed: packages of another release want their own libraries.
        options["Dir::State::status"] = state / "status"
    return ["apt-get", *(f"-o{key}={value}" for key, value in options.items()), *arguments]


def _system_sources():
    """The machine's own package sources: `(repository, suite, component)`, without repetition."""
    template = "$(REPO_URI)|$(SUITE)|$(COMPONENT)"
    answer = _run(["apt-get", "indextargets", "--format", template, "Created-By: Packages"])
    rows = [tuple(line.split("|")) for line in answer.stdout.splitlines() if line.count("|") == 2]
    return list(dict.fromkeys(rows))


@functools.cache
def _update():
    """Read the package lists of the machine's release and, for Odoo alone, of Debian unstable; once per process."""
    sources = _debian_sources()
    own = [
        f"deb [signed-by={_KEYRING}] {uri} {suite} {component}\n"
        for uri, suite, component in sources
        if component == "main" and "/debian" in uri
    ]
    own.append(f"deb [signed-by={_KEYRING}] {mirror()} {_UNSTABLE} main\n")
    _read(APT, own, f"Package: *\nPin: release n={_UNSTABLE}\nPin-Priority: 100\n")
    return APT


@functools.cache
def _update_other(release):
    """Read the package lists of another release of Debian, in a state of its own; once per process."""
    state = APT / release
    _read(state, [f"deb [signed-by={_KEYRING}] {mirror()} {release} main\n"], "")
    return state


@functools.cache
def _debian_sources():
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Stop(
            "This set-up needs Debian's apt-get and dpkg; on another system set ODOO_HOME and have PostgreSQL "
            "installed, or use docker compose."
        )
    return _system_sources()


def mirror():
    """The address of the machine's mirror of Debian."""
    mirrors = [
        uri for uri, suite, component in _debian_sources() if component == "main" and "security" not in uri + suite
    ]
    if not mirrors:
        raise Stop("apt on this machine has no Debian package source configured.")
    # The mirror of Debian itself, where other repositories are configured as well.
    return next((uri for uri in mirrors if uri.rstrip("/").endswith("/debian")), mirrors[0])


def network_settings():
    """Lines for an apt.conf: how apt on this machine reaches its mirror (a proxy) and what it takes from it."""
    lines = _run(["apt-config", "dump"]).stdout.splitlines(keepends=True)
    return "".join(line for line in lines if _NETWORK.match(line))


def _read(state, sources, preferences):
    for folder in (state / "lists" / "partial", state / "cache" / "archives" / "partial", state / "sources"):
        folder.mkdir(parents=True, exist_ok=True)
    (state / "sources" / "debian.list").write_text("".join(sources))
    (state / "preferences").write_text(preferences)
    (state / "status").touch()
    say("Reading Debian's package lists …")
    answer = _run(_apt(state, "update", "-oAPT::Update::Error-Mode=any"))
    if answer.returncode:
        raise Stop(f"Debian's package lists could not be fetched ({_reason(answer)}); is the network there?")


def _reason(answer):
    """The first line in which apt says what is wrong."""
    lines = (answer.stderr + answer.stdout).splitlines()
    found = [line[2:].strip() for line in lines if line.startswith(("E:", "W:"))]
    return found[0] if found else "no reason given"


def _offers(package):
    """Whether the machine's release of Debian has `package`."""
    return not _run(_apt(_update(), "download", "--print-uris", package)).returncode


def unpack(folder, label, packages, with_dependencies=False, release=None, otherwise=None):
    """Unpack Debian `packages` into `folder`, once.

    With dependencies, those that the system lacks come along; without, just the packages named. Those of another
    release (`release` is its code name, `otherwise` that of one to ask where the machine's own lacks the first
    package) come with all that they need but the C library, which belongs to the running system.
    """
    key = once.fingerprint(packages, release) if release else once.fingerprint(packages)
    once.make(folder, key, lambda new: _unpack(new, label, packages, with_dependencies, release, otherwise))


def _unpack(folder, label, packages, with_dependencies, release, otherwise):
    if otherwise and not _offers(packages[0]):
        release = otherwise
    state = _update_other(release) if release else _update()
    archives = folder / "archives"
    (archives / "partial").mkdir(parents=True)
    if with_dependencies:
        command = _apt(
            state, f"-oDir::Cache::Archives={archives}", "--reinstall", "--download-only", "install", *packages
        )
    else:
        command = _apt(state, "download", *packages)
    _download(command, archives, label)
    for file in sorted(archives.glob("*.deb")):
        if not release or not file.name.startswith(_C_LIBRARY):
            answer = _run(["dpkg", "-x", str(file), str(folder)])
            if answer.returncode:
                raise Stop(
                    f"Unpacking {file.name} failed ({answer.stderr.strip().splitlines()[-1]}); is the disk full?"
                )
        file.unlink()
    shutil.rmtree(archives)


def _download(command, archives, label):
    listing = _run([*command, "--print-uris"], cwd=archives)
    rows = [line.split() for line in listing.stdout.splitlines() if line.startswith("'")]
    if listing.returncode or not rows:
        raise Stop(f"Debian's archive does not have {label} ({_reason(listing)}).")
    total = sum(int(row[2]) for row in rows)
    progress = Progress(f"Downloading {label}")
    progress.show(0, total)
    with open(archives / "apt.log", "w+") as log:
        process = subprocess.Popen(command, cwd=archives, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                progress.show(_size(archives), total)
                time.sleep(0.2)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        log.seek(0)
        text = log.read()
    if process.returncode:
        progress.close()
        lines = [line[2:].strip() for line in text.splitlines() if line.startswith("E:")] or ["no reason given"]
        raise Stop(f"{label} could not be downloaded ({lines[0]}).")
    progress.show(total, total)
    progress.close()


def _size(folder):
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # apt renames a file when it is complete
            continue
    return total


def libraries(folder):
    """The folders of shared libraries in an unpacked `folder`, as LD_LIBRARY_PATH wants them.

    A package may keep libraries in a folder of its own, which the system would find by ldconfig or
    by a path inside the program; relocated, every such folder is named.
    """
    found = {path.parent for path in folder.rglob("*.so*") if path.is_file() and "-linux-" in str(path.parent)}
    return os.pathsep.join(sorted(map(str, found), key=len))
