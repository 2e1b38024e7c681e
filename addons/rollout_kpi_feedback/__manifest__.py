{
    "name": "Rollout KPIs: Weekly Form",
    "summary": "KPIs that staff answer in the weekly form",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_kpi", "rollout_feedback"],
    "data": ["data/rollout_kpi_data.xml"],
    "auto_install": True,
}
