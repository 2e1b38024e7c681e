from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Ask the open tasks of the log of a role, by which they find the next person.

    Tasks of other kinds are left alone: somebody's own automation may have made them.
    """
    activities = api.Environment(cr, SUPERUSER_ID, {})["mail.activity"]
    automated = [("automated", "=", True)]
    asked = activities
    for role, kind in (("owner", "decide"), ("champion", "training_need")):
        kind_id = activities.env.ref(f"rollout_feedback.mail_activity_type_{kind}").id
        tasks = activities.search([*automated, ("activity_type_id", "=", kind_id)])
        tasks.rollout_role = role
        asked |= tasks
    asked._place()
