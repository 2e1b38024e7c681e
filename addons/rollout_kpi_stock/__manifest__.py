{
    "name": "Rollout KPIs: Count Accuracy",
    "summary": "The share of inventory counts that found what Odoo expected",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_kpi", "stock"],
    "data": ["data/rollout_kpi_data.xml"],
    "auto_install": True,
}
