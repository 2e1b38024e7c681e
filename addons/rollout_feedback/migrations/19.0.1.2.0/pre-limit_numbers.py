def migrate(cr, version):
    """Bring what is out of all measure to what may be entered from now on."""
    cr.execute("UPDATE rollout_program SET feedback_retention_months = 120 WHERE feedback_retention_months > 120")
