{
    "name": "Rollout Digest: Log",
    "summary": "What is open in the log, overdue and dear, in the digest",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_digest", "rollout_log"],
    "data": [
        "data/rollout_digest_section_data.xml",
        "views/rollout_digest_templates.xml",
        "views/digest_digest_views.xml",
    ],
    "auto_install": True,
}
