"""An addon that goes takes everything along; what stays works, and the addon can come back."""

import re
from pathlib import Path

from ..support import odoo_script
from ..support.database import run_odoo

SCRIPTS = Path(__file__).parent / "odoo"
# Words of files that Odoo keeps for its search: of bundles that it makes anew.
_MADE_ANEW = {("ir_attachment", "index_content")}
# What Odoo knows of addons that are not installed, and where it keeps what was said about them.
_ABOUT_ADDONS = {"ir_module_module", "ir_module_module_dependency", "ir_module_category", "ir_logging", "ir_profile"}


def _models(database):
    return {model for (model,) in database.query("SELECT model FROM ir_model")}


def _find(database, addons, models):
    """The places, as `table.column: value`, in which one of the names stands as a whole."""
    # The name of a model may be the beginning of another one's.
    names = [*map(re.escape, sorted(addons)), *(rf"{re.escape(model)}(?!\.[a-z])" for model in sorted(models))]
    pattern = rf"(^|[^a-z_.])({'|'.join(names)})($|[^a-z_])"
    columns = database.query(
        """SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
                  USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
              AND data_type IN ('text', 'character varying', 'jsonb')"""
    )
    found = []
    for table, column in columns:
        if table not in _ABOUT_ADDONS and (table, column) not in _MADE_ANEW:
            rows = database.query(
                f'SELECT DISTINCT left("{column}"::text, 200) FROM "{table}" WHERE "{column}"::text ~ %s LIMIT 3',
                pattern,
            )
            found += [f"{table}.{column}: {value}" for (value,) in rows]
    return found


def test_each_addon_leaves_nothing(database):
    facts = odoo_script.run(database.name, SCRIPTS / "launch.py")
    script = SCRIPTS / "ledger.py"
    purposes = odoo_script.run(database.name, script)["purposes"]
    assert {purpose.split(".")[0] for purpose in purposes} == {"rollout_feedback", "rollout_kpi"}
    for name in ("rollout_kpi", "rollout_feedback", "rollout_freeze"):
        before = _models(database)
        installed = {row[0] for row in database.query("SELECT name FROM ir_module_module WHERE state = 'installed'")}
        run_odoo("module", "uninstall", "-d", database.name, name)
        gone = installed - {
            row[0] for row in database.query("SELECT name FROM ir_module_module WHERE state = 'installed'")
        }
        assert name in gone
        assert not _find(database, gone, before - _models(database))
        rows = database.query("SELECT DISTINCT purpose FROM rollout_mailing")
        assert {purpose for (purpose,) in rows} == {p for p in purposes if p.split(".")[0] not in gone}
        purposes = [p for p in purposes if p.split(".")[0] not in gone]
    assert database.query(
        "SELECT count(*) FROM mail_mail WHERE state = 'outgoing' AND body_html LIKE '%%/rollout/%%'"
    ) == [(0,)]
    assert odoo_script.run(database.name, SCRIPTS / "delete.py")["programs"] == 0
    run_odoo("module", "install", "-d", database.name, "rollout_kpi", "rollout_feedback")
    again = odoo_script.run(database.name, SCRIPTS / "ledger.py")["purposes"]
    assert {purpose.split(".")[0] for purpose in again} == {"rollout_feedback", "rollout_kpi"}
    assert facts["mails"]
