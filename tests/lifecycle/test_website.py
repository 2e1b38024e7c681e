"""With a website of the company's own, all links still lead to Odoo's own address."""

from pathlib import Path

import requests

from ..support import odoo_script
from ..support.database import run_odoo

SCRIPTS = Path(__file__).parent / "odoo"
# Odoo's own notifications have these in them.
FOREIGN = ("http://schema.org/", "https://www.odoo.com")
SHOP = "https://shop.launching.example.com"


def test_no_link_leads_to_the_shop(database, server):
    answer = run_odoo("-d", database.name, "-i", "website", "--stop-after-init")
    assert "Failed" not in answer.stdout
    office = server(database)
    database.query("UPDATE website SET domain = %s", SHOP)
    database.query("UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'", office.url)
    facts = odoo_script.run(database.name, SCRIPTS / "launch.py")
    ours = [link for link in facts["links"] if not link.startswith(FOREIGN)]
    assert {"feedback", "digest", "expectations", "kiosk"} <= {
        link.split("/rollout/")[1].split("/")[0] for link in ours if "/rollout/" in link
    }
    assert not [link for link in ours if not link.startswith(office.url)]
    for part in ("feedback", "expectations", "kiosk", "digest"):
        link = next(link for link in ours if f"/rollout/{part}/" in link)
        page = requests.get(link, timeout=60)
        assert page.status_code == 200, link
        assert SHOP not in page.text
