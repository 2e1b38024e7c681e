{
    "name": "Rollout KPIs: Month-End Close",
    "summary": "Working days from the end of a month until its books are locked",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_kpi", "account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rollout_lock_change_rules.xml",
        "data/rollout_kpi_data.xml",
        "views/rollout_lock_change_views.xml",
    ],
    "auto_install": True,
}
