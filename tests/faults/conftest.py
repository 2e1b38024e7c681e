# It runs inside Odoo, and is no module of tests.
collect_ignore = ["races.py"]
