# What runs inside Odoo is no module of tests.
collect_ignore = ["odoo"]
