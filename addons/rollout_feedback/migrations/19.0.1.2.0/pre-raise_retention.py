def migrate(cr, version):
    """Keep notes on conversations for as long as programs must from now on."""
    cr.execute("UPDATE rollout_program SET conversation_retention_days = 30 WHERE conversation_retention_days < 30")
