"""For `odoo shell`: make the bundles of scripts and styles now, so that no first visitor waits for them."""

# ruff: noqa: F821 - the shell provides `env`
qweb = env["ir.qweb"]
scripts, styles = qweb._get_bundles_to_pregenarate()
for name in sorted(scripts):
    if "test" not in name:
        qweb._get_asset_bundle(name, css=False, js=True).js()
for name in sorted(styles):
    if "test" not in name:
        qweb._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
