def migrate(cr, version):
    """Bring what is out of all measure to what may be entered from now on."""
    cr.execute(
        """
        UPDATE rollout_program SET log_overdue_days = 365 WHERE log_overdue_days > 365;
        UPDATE rollout_program SET feedback_retention_months = 120 WHERE feedback_retention_months > 120;
        UPDATE rollout_log_item SET minutes_lost = 0 WHERE minutes_lost < 0;
        """
    )
