"""Databases of the project's clusters, each with its file store: exist, drop, clone, rename."""

import os
import re
import shutil
import subprocess

from . import postgres, runtime
from .console import Stop


class Databases:
    """The databases of a running cluster."""

    def __init__(self, cluster, socket):
        self.socket = socket
        self.stores = runtime.data_folder(cluster) / "filestore"
        self._programs = postgres.programs()

    def query(self, statement, database="postgres"):
        """The rows of a statement, each a list of texts."""
        command = [
            str(self._programs / "psql"),
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.socket),
            "-U",
            postgres.USER,
            "-c",
            statement,
            database,
        ]
        answer = subprocess.run(
            command, env=postgres.environment(self._programs), text=True, capture_output=True, check=False
        )
        if answer.returncode:
            raise Stop(f"The database server refused a statement ({answer.stderr.strip()}).")
        return [line.split("|") for line in answer.stdout.splitlines()]

    def exists(self, name):
        return bool(self.query(f"SELECT 1 FROM pg_database WHERE datname = '{_checked(name)}'"))

    def drop(self, name):
        self.query(f'DROP DATABASE IF EXISTS "{_checked(name)}" WITH (FORCE)')
        shutil.rmtree(self.stores / name, ignore_errors=True)

    def clone(self, template, name):
        """Make `name` a copy of `template`, in the place of an older database of that name."""
        self.drop(name)
        self.query(f'CREATE DATABASE "{_checked(name)}" TEMPLATE "{_checked(template)}"')
        if (self.stores / template).exists():
            shutil.copytree(self.stores / template, self.stores / name)

    def drop_abandoned(self):
        """Drop the databases of test runs that were killed: their names hold the number of a dead process."""
        for (name,) in self.query("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+_'"):
            try:
                os.kill(int(name.split("_")[1]), 0)
            except ProcessLookupError:
                self.drop(name)

    def rename(self, old, new):
        self.drop(new)
        if (self.stores / old).exists():
            (self.stores / old).rename(self.stores / new)
        self.query(f'ALTER DATABASE "{_checked(old)}" RENAME TO "{_checked(new)}"')

    def installed_modules(self, name):
        return {row[0] for row in self.query("SELECT name FROM ir_module_module WHERE state = 'installed'", name)}


def _checked(name):
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Stop(f"Not a name for a database: {name!r}")
    return name
