from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Ask the lead's open tasks of the role, by which they find the next person when the lead leaves.

    Tasks of others are left alone: somebody's own automation may have made them.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    unasked = env["mail.activity"].search([("automated", "=", True), ("rollout_role", "=", False)])
    for model in ("rollout.program", "rollout.phase"):
        tasks = unasked.filtered(lambda task, model=model: task.res_model == model and task.user_id)
        leads = tasks.filtered(
            lambda task, model=model: env[model].browse(task.res_id)._get_own_program().lead_id == task.user_id
        )
        leads.rollout_role = "lead"
        leads._place()
