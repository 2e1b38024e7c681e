from odoo.tools import SQL


def migrate(cr, version):
    """Let each sample count as noted on its own day: nobody knows any more when it was."""
    cr.execute(SQL("ALTER TABLE rollout_task_sample ADD COLUMN IF NOT EXISTS entered_on date"))
    cr.execute(SQL("UPDATE rollout_task_sample SET entered_on = date WHERE entered_on IS NULL"))
