{
    "name": "Rollout Base",
    "summary": "What all addons of Rollout stand on: guarded records, turns, days and weeks, public pages",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["base_import", "mail"],
    "data": [
        "security/ir.model.access.csv",
    ],
    "assets": {
        "web.assets_backend": [
            "rollout_base/static/src/buddhist_era/**/*",
        ],
    },
}
