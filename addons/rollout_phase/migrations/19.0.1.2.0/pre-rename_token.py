from odoo.tools import SQL, sql


def migrate(cr, version):
    """Name the secret of a program's pages for what it is: Odoo's portal took it for a key to the discussion."""
    if sql.column_exists(cr, "rollout_program", "access_token"):
        cr.execute(SQL("ALTER TABLE rollout_program RENAME COLUMN access_token TO page_token"))
