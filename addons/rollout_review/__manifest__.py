{
    "name": "Rollout Review",
    "summary": "The weekly review with the implementation partner, its minutes and portal, and daily stand-ups",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_log", "rollout_partner", "portal", "calendar"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_review_rules.xml",
        "security/calendar_rules.xml",
        "data/rollout_review_cron.xml",
        "views/rollout_log_item_views.xml",
        "views/rollout_review_views.xml",
        "views/rollout_program_views.xml",
        "views/rollout_phase_views.xml",
        "views/rollout_partner_scorecard_views.xml",
        "views/review_mail_templates.xml",
        "views/comment_mail_templates.xml",
        "views/partner_portal_templates.xml",
        "views/rollout_review_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "rollout_review/static/src/portal/*",
        ],
    },
    "uninstall_hook": "_uninstall_hook",
    "demo": [
        "demo/rollout_review_demo.xml",
    ],
}
