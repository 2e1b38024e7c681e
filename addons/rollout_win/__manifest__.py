{
    "name": "Rollout Wins",
    "summary": "Small successes, told to everybody: on a wall, in Discuss, by mail and in chat programs",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_phase"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_win_rules.xml",
        "data/rollout_win_cron.xml",
        "views/rollout_win_views.xml",
        "views/win_mail_templates.xml",
        "views/rollout_webhook_delivery_views.xml",
        "views/rollout_program_views.xml",
        "views/rollout_win_menus.xml",
    ],
    "demo": [
        "demo/rollout_win_demo.xml",
    ],
}
