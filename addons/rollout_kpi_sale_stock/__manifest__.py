{
    "name": "Rollout KPIs: Order to Ship",
    "summary": "How long orders take from confirmation to their first delivery",
    "version": "19.0.1.0.0",
    "category": "Services/Rollout",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["rollout_kpi", "sale_stock"],
    "data": ["data/rollout_kpi_data.xml"],
    "demo": ["demo/rollout_kpi_demo.xml"],
    "auto_install": True,
}
