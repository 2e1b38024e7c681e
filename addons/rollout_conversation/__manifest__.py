{
    "name": "Rollout Conversations",
    "summary": "Private notes on talks with those who find the change hard, readable by their author alone",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_phase"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_conversation_rules.xml",
        "wizards/rollout_personal_data_wizard_views.xml",
        "views/rollout_conversation_views.xml",
        "views/rollout_program_views.xml",
        "views/rollout_conversation_menus.xml",
    ],
    "demo": [
        "demo/rollout_conversation_demo.xml",
    ],
}
