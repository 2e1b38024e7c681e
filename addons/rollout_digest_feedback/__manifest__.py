{
    "name": "Rollout Digest: Weekly Form",
    "summary": "What staff said in the weekly form, and what became of it, in the digest",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_digest", "rollout_feedback"],
    "data": [
        "data/rollout_digest_section_data.xml",
        "views/rollout_digest_templates.xml",
    ],
    "auto_install": True,
}
