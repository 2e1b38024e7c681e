{
    "name": "Rollout Feedback: Wins",
    "summary": "Wins made from answers and log items, and beside what was heard",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_feedback", "rollout_win"],
    "data": [
        "views/rollout_log_item_views.xml",
        "views/rollout_feedback_views.xml",
        "views/rollout_win_views.xml",
        "views/heard_templates.xml",
    ],
    "auto_install": True,
}
