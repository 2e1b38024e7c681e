def migrate(cr, version):
    """Tell the meetings in the calendar of which review they are; those of stand-ups know their phase already."""
    cr.execute(
        """UPDATE calendar_event event
              SET rollout_review_id = review.id
             FROM rollout_review review
            WHERE review.event_id = event.id"""
    )
