"""A database of one's own: a clone of a template, with the clock that the server on it shall have."""

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from dev.runtime import LAUNCHER

BARE, DEMO = "template_bare", "template_demo"
_numbers = itertools.count(1)


@dataclass
class Database:
    name: str

    def connect(self):
        """A psycopg2 connection that commits by itself."""
        connection = psycopg2.connect(dbname=self.name)
        connection.autocommit = True
        return connection

    def query(self, statement, *values, **named):
        """The rows of a statement, as a list of tuples, if it has any. Its values are given in order, or by name."""
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement, named or values)
            return cursor.fetchall() if cursor.description else []

    def move_clock(self, days):
        """Let now() of this database be `days` from the real one, as libfaketime does for the server.

        A function found before PostgreSQL's own of the same name does it, without touching other databases.
        """
        self.query(
            "CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz STABLE LANGUAGE sql AS "
            f"$$ SELECT pg_catalog.now() + interval '{float(days)} days' $$"
        )
        self.query(f'ALTER DATABASE "{self.name}" SET search_path = public, pg_catalog')


def _store(name):
    return Path(os.environ["ODOO_DATA_DIR"]) / "filestore" / name


def administer(statement):
    """Run a statement beside all databases, such as the creation of one."""
    with contextlib.closing(psycopg2.connect(dbname="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _drop(name):
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_store(name), ignore_errors=True)


@contextlib.contextmanager
def cloned(template=BARE):
    """A fresh clone of a template for the duration of the block."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _drop(name)
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if _store(template).exists():
        # Odoo never writes into a file of its store, so the clone may share them.
        shutil.copytree(_store(template), _store(name), copy_function=os.link)
    try:
        yield Database(name)
    finally:
        _drop(name)


def run_odoo(*arguments, check=True):
    """Run an Odoo command line to its end; gives the CompletedProcess with stdout and stderr as one text."""
    command = [sys.executable, str(LAUNCHER), *arguments]
    return subprocess.run(command, text=True, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
