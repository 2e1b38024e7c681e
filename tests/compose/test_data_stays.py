"""What comes after a first start: stops, crashes, new addons, copies."""

import contextlib
import secrets
import time

import pytest
import requests

from .stack import readme_commands

pytestmark = pytest.mark.long

_HOST = "docker run --rm --pid=host --network=none --entrypoint="


def _keep(stack):
    """Put a file into Odoo; gives what reads it again."""
    secret = secrets.token_hex(2000)
    rpc = stack.rpc()
    [attachment] = rpc.call("ir.attachment", "create", [{"name": "kept.txt", "raw": secret, "type": "binary"}])

    def is_there():
        rpc = stack.rpc()
        return rpc.session.get(f"{stack.url}/web/content/{attachment}", timeout=60).text == secret

    assert is_there()
    return is_there


def test_down_and_up_keeps_everything(stack):
    is_there = _keep(stack)
    stack.compose("down")
    words = stack.up().stdout
    assert is_there()
    assert "Loading module" not in words, "nothing has changed, and nothing is updated"
    assert "odoo.modules" not in words


def test_restart(stack):
    stack.compose("restart")
    stack.wait_until_answers()


def test_odoo_killed(stack):
    """As by a lack of memory: the engine starts it again."""
    number = stack.inspect("odoo", "{{.State.Pid}}")
    stack.shell(f"{_HOST}/bin/sh postgres:17 -c 'kill -9 {number}'")
    time.sleep(1)
    assert stack.wait_until_answers() < 60
    assert stack.inspect("odoo", "{{.RestartCount}}") != "0"


def test_a_worker_killed(stack):
    processes = stack.shell(f"docker top {stack.container('odoo')} -eo pid,args").stdout.splitlines()
    # Beside Odoo's own there may be the engine's look at its health.
    number = [line.split()[0] for line in processes if "--database=rollout" in line][-1]
    stack.shell(f"{_HOST}/bin/sh postgres:17 -c 'kill -9 {number}'")
    assert stack.wait_until_answers() < 30


def test_database_restarted(stack):
    stack.compose("restart database")
    assert stack.wait_until_answers() < 60
    assert stack.rpc().user_id


def test_a_minute_without_database(stack):
    stack.compose("stop database")
    time.sleep(60)
    stack.compose("start database")
    assert stack.wait_until_answers() < 90
    assert stack.rpc().user_id


def test_a_running_job_comes_to_its_end(stack):
    """A stop in its middle waits for it, longer than the ten seconds that Docker gives by itself."""
    rpc = stack.rpc()
    [model] = rpc.call("ir.model", "search", [("model", "=", "ir.config_parameter")])
    code = "log('begun')\ntime.sleep(25)\nenv['ir.config_parameter'].set_param('tried.done', 'yes')"
    values = {"name": "Slow", "model_id": model, "state": "code", "code": code, "interval_number": 1000}
    [cron] = rpc.call("ir.cron", "create", [{**values, "nextcall": "2020-01-01 00:00:00", "interval_type": "days"}])
    stack.query("NOTIFY cron_trigger, 'rollout'", database="postgres")
    end = time.monotonic() + 120
    while stack.query("SELECT count(*) FROM ir_logging WHERE message = 'begun'") == [["0"]]:
        assert time.monotonic() < end, "the job never began"
        time.sleep(0.5)
    start = time.monotonic()
    stack.compose("stop odoo")
    assert time.monotonic() - start > 10
    stack.compose("start odoo")
    stack.wait_until_answers()
    assert stack.query("SELECT value FROM ir_config_parameter WHERE key = 'tried.done'") == [["yes"]]
    stack.rpc().call("ir.cron", "unlink", [cron])


def _change(stack):
    """A change as `git pull` brings it: a new column, which pages fail without."""
    file = stack.folder / "addons" / "rollout_phase" / "models" / "rollout_program.py"
    text = file.read_text()
    column = f"tried_{secrets.token_hex(4)}"
    head, separator, rest = text.partition('    _name = "rollout.program"\n')
    assert separator
    file.write_text(f"{head}{separator}    {column} = fields.Char()\n{rest}")
    return column


def test_addons_changed_and_one_uninstalled(stack):
    """The commands of the README bring the database up to date; what was uninstalled stays away."""
    rpc = stack.rpc()
    [module] = rpc.call("ir.module.module", "search", [("name", "=", "rollout_kpi_stock")])
    rpc.timeout = 300
    rpc.call("ir.module.module", "button_immediate_uninstall", [module])
    stack.wait_until_answers()
    column = _change(stack)
    [block] = readme_commands("Update")
    commands = [line for line in block.splitlines() if not line.startswith("git ")]
    assert len(commands) == len(block.splitlines()) - 1
    for command in commands:
        stack.shell(command)
    stack.wait_until_answers()
    statement = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'rollout_program'"
    assert stack.query(f"{statement} AND column_name = '{column}'") == [["1"]]
    assert stack.query("SELECT state FROM ir_module_module WHERE name = 'rollout_kpi_stock'") == [["uninstalled"]]
    assert stack.rpc().call("rollout.program", "search_read", []) == []


def test_update_broken_off_goes_on(stack):
    """A database in the middle of an update is not served as it is."""
    stack.compose("down")
    column = _change(stack)
    stack.compose("up --detach --wait database")
    stack.compose("run --detach --name " + f"{stack.project}_broken install")
    end = time.monotonic() + 120
    with contextlib.suppress(AssertionError):
        while "Loading module" not in stack.shell(f"docker logs {stack.project}_broken").stdout:
            assert time.monotonic() < end
            time.sleep(0.3)
    stack.shell(f"docker kill {stack.project}_broken", check=False)
    stack.shell(f"docker rm --force {stack.project}_broken", check=False)
    stack.up()
    statement = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'rollout_program'"
    assert stack.query(f"{statement} AND column_name = '{column}'") == [["1"]]
    assert stack.query("SELECT count(*) FROM ir_module_module WHERE state LIKE 'to %'") == [["0"]]


def test_back_up_and_restore(stack):
    """The commands of the README: what was there at the backup is there again, and nothing since."""
    is_there = _keep(stack)
    save, restore = readme_commands("Back up and restore")
    stack.shell(f"set -euo pipefail\n{save}")
    stack.query("INSERT INTO ir_config_parameter (key, value) VALUES ('tried.since', 'yes')")
    stack.compose("down --volumes")
    stack.shell(f"set -euo pipefail\n{restore}")
    stack.wait_until_answers()
    assert is_there()
    assert stack.query("SELECT count(*) FROM ir_config_parameter WHERE key = 'tried.since'") == [["0"]]


def test_restore_over_what_is_there(stack):
    """The same on a database that is in use."""
    save, restore = readme_commands("Back up and restore")
    stack.shell(f"set -euo pipefail\n{save}")
    is_there = _keep(stack)
    stack.shell(f"set -euo pipefail\n{restore}")
    stack.wait_until_answers()
    assert not is_there()


def test_other_password(stack):
    """A changed one is refused in words; told to PostgreSQL as the README says, it is taken."""
    stack.compose("down")
    stack.set(POSTGRES_PASSWORD="another")
    answer = stack.up(check=False)
    assert answer.returncode != 0
    assert "PostgreSQL does not accept this POSTGRES_PASSWORD" in answer.stdout
    [block] = readme_commands("Another password")
    stack.shell(block.replace("'new'", "'another'"))
    stack.up()
    stack.rpc()
    stack.shell(block.replace("'new'", "'odoo'"))
    stack.compose("down")
    stack.set(POSTGRES_PASSWORD="odoo")
    stack.up()


def test_unreadable_checkout(stack):
    """Of a clone that was made with umask 077."""
    stack.compose("down")
    for narrow in ("chmod 600 addons/rollout_kpi/__manifest__.py", "chmod -R go= ."):
        stack.shell(narrow)
        answer = stack.up(check=False)
        assert answer.returncode != 0
        assert "chmod -R a+rX ." in answer.stdout, narrow
        stack.shell("chmod -R a+rX .")
    stack.up()


def test_demo_data_asked_for_in_other_words(stack):
    stack.compose("down")
    stack.set(ODOO_WITH_DEMO="perhaps")
    answer = stack.up(check=False)
    assert answer.returncode != 0
    assert "ODOO_WITH_DEMO is True or False, not 'perhaps'" in answer.stdout
    stack.set(ODOO_WITH_DEMO="False")
    stack.up()


def test_stops_as_the_readme_says(stack):
    keep, *_others = readme_commands("Stop")
    stack.shell(keep)
    with pytest.raises(requests.ConnectionError):
        stack.get("/web/login")
    stack.up()
