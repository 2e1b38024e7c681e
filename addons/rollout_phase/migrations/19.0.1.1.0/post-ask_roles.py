def migrate(cr, version):
    """Ask the open tasks of the launch of a role, by which they find the next person when somebody leaves."""
    cr.execute(
        """UPDATE mail_activity SET rollout_role = 'lead'
            WHERE res_model IN ('rollout.program', 'rollout.phase') AND automated AND active
              AND rollout_role IS NULL"""
    )
