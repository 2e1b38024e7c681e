{
    "name": "Benchmark Floor",
    "summary": "The least that a form in Odoo can do, to measure others against",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Rollout for Odoo contributors",
    "license": "LGPL-3",
    "depends": ["web"],
    "data": ["security/ir.model.access.csv", "views/floor_templates.xml"],
}
