"""An addon that goes takes everything along; what stays works, and the addon can come back."""

from pathlib import Path

from dev import modules

from ..support import odoo_script
from ..support.database import run_odoo
from .residue import Before

SCRIPTS = Path(__file__).parent / "odoo"
BASE = ["rollout_base", "rollout_phase"]


def test_each_addon_leaves_nothing(database):
    facts = odoo_script.run(database.name, SCRIPTS / "launch.py")
    script = SCRIPTS / "ledger.py"
    everything = purposes = odoo_script.run(database.name, script)["purposes"]
    above = [name for name in modules.along_arrows() if name not in BASE]
    # Those that stand right on the base take whatever stands on them along.
    for name in [name for name in above if modules.needed(name) == BASE]:
        before = Before(database)
        if name not in before.addons:
            continue
        run_odoo("module", "uninstall", "-d", database.name, name)
        gone, residue = before.find_residue()
        assert name in gone
        assert not residue
        rows = database.query("SELECT DISTINCT purpose FROM rollout_mailing")
        purposes = [purpose for purpose in purposes if purpose.split(".")[0] not in gone]
        assert {purpose for (purpose,) in rows} == set(purposes)
    assert not purposes
    assert database.query(
        "SELECT count(*) FROM mail_mail WHERE state = 'outgoing' AND body_html LIKE '%%/rollout/%%'"
    ) == [(0,)]
    assert odoo_script.run(database.name, SCRIPTS / "delete.py")["programs"] == 0
    run_odoo("module", "install", "-d", database.name, *above)
    assert set(odoo_script.run(database.name, script)["purposes"]) == set(everything)
    assert facts["mails"]
