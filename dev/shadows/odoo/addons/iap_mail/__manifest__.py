{
    "name": "In-app purchases by mail (kept out)",
    "summary": "Stands in for Odoo's own, so that nothing here calls a service on the internet",
    "author": "Rollout for Odoo",
    "license": "LGPL-3",
    "version": "19.0.1.0.0",
    "depends": ["base"],
    "installable": False,
}
