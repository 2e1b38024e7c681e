{
    "name": "Rollout Digest: Wins",
    "summary": "Wins, in the digest",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_digest", "rollout_win"],
    "data": [
        "data/rollout_digest_section_data.xml",
        "views/rollout_digest_templates.xml",
    ],
    "auto_install": True,
}
