{
    "name": "Rollout Map",
    "summary": "How work is really done today, the spreadsheets behind it, and how much changes for whom",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_phase"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_map_rules.xml",
        "views/rollout_workflow_views.xml",
        "views/rollout_shadow_system_views.xml",
        "views/rollout_impact_views.xml",
        "views/rollout_phase_views.xml",
        "views/rollout_map_menus.xml",
    ],
    "demo": [
        "demo/rollout_map_demo.xml",
    ],
}
