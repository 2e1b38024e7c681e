{
    "name": "Test Rollout",
    "summary": "A probe of each of the suite's contracts, as an addon uses them",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    # By these come rollout_base and rollout_phase (guard, gate check, log intake, ledger), and rollout_digest.
    "depends": ["rollout_kpi", "rollout_log"],
    "data": [
        "security/ir.model.access.csv",
        "security/test_rollout_rules.xml",
        "data/rollout_digest_section_data.xml",
        "data/rollout_kpi_data.xml",
        "views/rollout_digest_templates.xml",
        "views/rollout_probe_views.xml",
    ],
    "post_init_hook": "_post_init_hook",
}
