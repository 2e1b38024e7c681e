# Odoo loads these itself; outside of it they cannot be imported, not even to look for doctests.
collect_ignore = ["addons", "odoo"]
