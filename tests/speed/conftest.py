"""Keeps pytest from reading as a test what runs inside `odoo shell`."""

collect_ignore = ["documents.py"]
