{
    "name": "Rollout KPIs: Weekly Form",
    "summary": "KPIs that staff answer in the weekly form, and its results in the digest",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_kpi", "rollout_feedback", "rollout_win"],
    "data": [
        "data/rollout_kpi_data.xml",
        "data/rollout_digest_section_data.xml",
        "views/rollout_digest_templates.xml",
        "views/digest_digest_views.xml",
    ],
    "auto_install": True,
}
