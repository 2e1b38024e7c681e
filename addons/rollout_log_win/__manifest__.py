{
    "name": "Rollout Log: Wins",
    "summary": "Wins made from log items, and never in the words of staff",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_log", "rollout_win"],
    "data": [
        "views/rollout_log_item_views.xml",
        "views/rollout_win_views.xml",
    ],
    "auto_install": True,
}
