"""A first start with demo data, broken off in its middle by the database."""

import time

import pytest

from dev.modules import own

pytestmark = pytest.mark.long


def test_first_start_broken_off_with_demo_data(make_stack):
    stack = make_stack("demo", ODOO_WITH_DEMO="True")
    stack.compose("up --detach --wait database mail")
    stack.compose("up --detach --no-deps install")
    end = time.monotonic() + 300
    while "Loading module sale" not in stack.logs("install"):
        assert time.monotonic() < end, stack.logs("install")
        time.sleep(1)
    stack.compose("restart database")
    container = stack.container("install")
    assert stack.shell(f"docker wait {container}").stdout.strip() != "0"
    assert stack.query("SELECT count(*) FROM pg_database WHERE datname = 'rollout'", "postgres") == [["0"]]
    stack.up()
    rows = stack.query("SELECT name FROM ir_module_module WHERE state = 'installed'")
    assert set(own()) <= {name for (name,) in rows}
    assert stack.query("SELECT count(*) > 0 FROM rollout_program") == [["t"]]
    assert stack.rpc().call("rollout.phase", "search_count", [])
    # Nothing of the first attempt is left.
    assert stack.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'rollout%'") == [["1"]]
    stores = stack.compose("exec -T odoo ls /var/lib/odoo/.local/share/Odoo/filestore").stdout.split()
    assert stores == ["rollout"]
    rpc = stack.rpc()
    rpc.timeout = 300
    rpc.run_cron("mail.ir_cron_mail_scheduler_action")
    senders = {mail["From"]["Address"] for mail in stack.mails()}
    assert "" not in senders
