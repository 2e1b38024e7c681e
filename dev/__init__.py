"""The project's own environment: Odoo 19, PostgreSQL and a browser in `.dev/`, nothing on the system.

Standard library only, so that it runs before anything is installed.
"""
