def migrate(cr, version):
    """Keep what staff wrote, as far as it still stands in the log."""
    cr.execute(
        """UPDATE rollout_log_item SET original_words = description
            WHERE original_words IS NULL AND description <> '' AND source NOT IN ('manual', 'training', 'freeze')"""
    )
