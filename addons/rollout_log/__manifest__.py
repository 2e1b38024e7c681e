{
    "name": "Rollout Log",
    "summary": "What gets in people's way, decided with a reason, and settled before a department leaves hypercare",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_freeze"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_log_rules.xml",
        "data/rollout_log_data.xml",
        "wizards/rollout_discuss_wizard_views.xml",
        "wizards/rollout_log_decide_wizard_views.xml",
        "wizards/rollout_log_merge_wizard_views.xml",
        "views/rollout_log_item_views.xml",
        "views/rollout_log_flow_views.xml",
        "views/rollout_program_views.xml",
        "views/rollout_phase_views.xml",
        "views/rollout_log_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "rollout_log/static/src/discuss/*",
            "rollout_log/static/src/log/*",
        ],
    },
    "post_init_hook": "_post_init_hook",
    "demo": [
        "demo/rollout_log_demo.xml",
    ],
}
