def migrate(cr, version):
    """Ask the open tasks of the log and of reviews of a role, by which they find the next person.

    Tasks of other kinds are left alone: somebody's own automation may have made them.
    """
    for role, kind in (("owner", "mail_activity_type_decide"), ("champion", "mail_activity_type_training_need")):
        cr.execute(
            """UPDATE mail_activity SET rollout_role = %s
                 FROM ir_model_data data
                WHERE data.module = 'rollout_feedback' AND data.name = %s AND data.res_id = activity_type_id
                  AND automated AND active""",
            [role, kind],
        )
    cr.execute(
        """UPDATE mail_activity SET rollout_role = 'named', rollout_user_id = user_id
            WHERE res_model = 'rollout.review' AND automated AND active AND rollout_role IS NULL"""
    )
