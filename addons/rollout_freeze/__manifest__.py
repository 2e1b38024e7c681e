{
    "name": "Rollout Freeze",
    "summary": "Customization requests wait for 90 days from go-live; whatever is customized meanwhile is found",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_phase"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_freeze_rules.xml",
        "data/rollout_freeze_cron.xml",
        "views/rollout_customization_request_views.xml",
        "views/rollout_freeze_breach_views.xml",
        "views/rollout_freeze_menus.xml",
    ],
    "demo": [
        "demo/rollout_freeze_demo.xml",
    ],
}
