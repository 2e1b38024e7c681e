"""What the suite costs the rest of Odoo."""
