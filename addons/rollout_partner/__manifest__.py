{
    "name": "Rollout Partner",
    "summary": "Choose the implementation partner on evidence, and score it again on day 30, 60 and 90",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_phase"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_partner_rules.xml",
        "data/rollout_partner_criterion_data.xml",
        "views/rollout_partner_criterion_views.xml",
        "views/rollout_partner_score_views.xml",
        "views/rollout_partner_scorecard_views.xml",
        "views/rollout_program_views.xml",
        "views/rollout_partner_menus.xml",
    ],
    "demo": [
        "demo/rollout_partner_demo.xml",
    ],
}
