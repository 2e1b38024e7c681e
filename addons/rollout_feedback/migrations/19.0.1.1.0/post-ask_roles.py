def migrate(cr, version):
    """Ask the open tasks of the log and of reviews of a role, by which they find the next person."""
    cr.execute(
        """UPDATE mail_activity
              SET rollout_role = 'champion'
             FROM ir_model_data data
            WHERE data.module = 'rollout_feedback' AND data.name = 'mail_activity_type_training_need'
              AND data.res_id = activity_type_id AND automated AND active"""
    )
    cr.execute(
        """UPDATE mail_activity
              SET rollout_role = CASE res_model WHEN 'rollout.log.item' THEN 'owner' ELSE 'named' END,
                  rollout_user_id = CASE res_model WHEN 'rollout.review' THEN user_id END
            WHERE res_model IN ('rollout.log.item', 'rollout.review') AND automated AND active
              AND rollout_role IS NULL"""
    )
