{
    "name": "Rollout Feedback: Wins",
    "summary": "Wins made from answers, and beside what was heard",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_log_win", "rollout_feedback"],
    "data": [
        "views/rollout_feedback_views.xml",
        "views/heard_templates.xml",
    ],
    "auto_install": True,
}
