"""A bad start ends in one plain sentence and a code, and leaves nothing that breaks the next start."""

import os
import resource
import socket

import pytest

from dev import postgres
from dev.paths import STATE

from .checkout import Checkout, assert_refused


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def _odoo(folder, version):
    """A folder that looks like an Odoo of this version."""
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, 0, 'final', 0, '')\n")
    return str(folder)


def test_port_taken(checkout):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert_refused(checkout.run("run", PORT=port), f"Port {port} is taken", "PORT=")
    assert not checkout.made


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80 69", "٨٠٦٩"])
def test_port_is_no_port(checkout, port):
    assert_refused(checkout.run("run", PORT=port), "PORT must be a number")
    assert not checkout.made


def test_other_odoo(checkout, tmp_path):
    home = _odoo(tmp_path / "other", "18")
    assert_refused(checkout.run("run", ODOO_HOME=home), "ODOO_HOME", "18.0", "19.0")
    assert not checkout.made


def test_newer_odoo(checkout, tmp_path):
    home = _odoo(tmp_path / "other", "'saas~19', 2")
    assert_refused(checkout.run("run", ODOO_HOME=home), "ODOO_HOME", "saas~19")


def test_no_odoo_there(checkout, tmp_path):
    assert_refused(checkout.run("run", ODOO_HOME=str(tmp_path)), "ODOO_HOME is not a folder with Odoo")
    assert_refused(checkout.run("run", ODOO_HOME=str(tmp_path / "nowhere")), "ODOO_HOME is not a folder with Odoo")
    assert not checkout.made


def test_no_network(checkout, tmp_path):
    """apt may only use a proxy on a port where nobody listens."""
    configuration = tmp_path / "apt.conf"
    configuration.write_text(
        'Acquire::http::Proxy "http://127.0.0.1:9";\nAcquire::https::Proxy "http://127.0.0.1:9";\n'
    )
    assert_refused(checkout.run("run", APT_CONFIG=str(configuration)), "package lists could not be fetched", "network")
    assert not checkout.made


def test_no_apt(checkout, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    assert_refused(checkout.run("run", PATH=str(programs)), "apt-get", "ODOO_HOME")
    assert not checkout.made


@pytest.mark.parametrize("version", [(3, 9, 2), (2, 7, 18)])
def test_old_python(checkout, version):
    code = f"import runpy, sys; sys.version_info = {version}; runpy.run_module('dev', run_name='__main__')"
    assert_refused(checkout.run(program=("-c", code)), "Python 3.10 to 3.13", f"{version[0]}.{version[1]}", "PYTHON=")
    assert not checkout.made


def test_future_python(checkout):
    code = (
        "import runpy, sys; sys.argv[1:] = ['run']; sys.version_info = (3, 99, 0);"
        "runpy.run_module('dev', run_name='__main__')"
    )
    assert_refused(checkout.run(program=("-c", code)), "Python 3.10 to 3.13", "3.99")


def _without_accounts(condition):
    """A program that runs psql where the accounts for which `condition` holds don't exist."""
    return (
        "import os, pwd, runpy, sys; real = pwd.getpwnam\n"
        "def getpwnam(name):\n"
        f"    if {condition}: raise KeyError(name)\n"
        "    return real(name)\n"
        "pwd.getpwnam = getpwnam; sys.argv[1:] = ['psql', '-Atc', 'SELECT 40 + 2', 'postgres']\n"
        "runpy.run_module('dev', run_name='__main__')"
    )


def test_root_without_any_account(checkout):
    """As if started by root where PostgreSQL could run under no account."""
    code = f"import os; os.geteuid = lambda: 0; {_without_accounts('True')}"
    assert_refused(checkout.run(program=("-c", code)), "does not run as root", "ordinary user")
    assert not checkout.made


def test_root_without_the_account_of_postgresql(checkout):
    """Another account does; and the cluster stays with it when PostgreSQL's own appears later."""
    if STATE in postgres.programs().parents:  # unpacked, because the system has none
        (checkout.folder / ".dev").mkdir()
        (checkout.folder / ".dev" / "postgres").symlink_to(STATE / "postgres")
    path = os.pathsep.join([str(postgres.programs()), os.defpath])
    answer = checkout.run(program=("-c", _without_accounts("name == 'postgres'")), PATH=path)
    assert answer.stdout == "42\n", answer
    answer = checkout.run("psql", "-Atc", "SELECT 40 + 3", "postgres", PATH=path)
    assert answer.stdout == "43\n", answer


def test_disk_full(checkout):
    """No file may grow beyond 100 kB, as on a disk without space; afterwards the same folder works."""

    def limits():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    programs = postgres.programs()
    path = os.pathsep.join([str(programs), os.defpath])
    if STATE in programs.parents:  # unpacked, because the system has none
        path = os.defpath
        (checkout.folder / ".dev").mkdir()
        (checkout.folder / ".dev" / "postgres").symlink_to(STATE / "postgres")
    answer = checkout.run("psql", "-c", "SELECT 1", "postgres", limits=limits, PATH=path)
    assert_refused(answer, "data folder could not be made")
    assert checkout.made <= {"postgres"}
    answer = checkout.run("psql", "-Atc", "SELECT 40 + 2", "postgres", PATH=path)
    assert answer.stdout == "42\n", answer


@pytest.mark.parametrize("command", ["test-compose", "test-machines"])
def test_no_docker(checkout, tmp_path, command):
    """Neither the program, nor an engine that could be started."""
    programs = tmp_path / "programs"
    programs.mkdir()
    assert_refused(checkout.run(command, PATH=str(programs)), "needs a Docker engine", "docker.io")
    (programs / "docker").write_text("#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n")
    (programs / "docker").chmod(0o755)
    code = (
        f"import os, runpy, sys; sys.argv[1:] = [{command!r}]; os.geteuid = lambda: 1000\n"
        "runpy.run_module('dev', run_name='__main__')"
    )
    assert_refused(checkout.run(program=("-c", code), PATH=str(programs)), "needs a Docker engine", "as root")
    assert not checkout.made


def test_unknown_command(checkout):
    assert_refused(checkout.run("fly"), "no command 'fly'", "run", "test")


def test_no_permission(checkout):
    (checkout.folder / ".dev").write_text("a file in the way")
    assert_refused(checkout.run("psql"), "could not be set up", ".dev")
