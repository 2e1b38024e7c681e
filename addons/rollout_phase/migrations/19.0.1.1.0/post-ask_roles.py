def migrate(cr, version):
    """Ask the lead's open tasks of the role, by which they find the next person when the lead leaves.

    Tasks of others are left alone: somebody's own automation may have made them.
    """
    cr.execute(
        """UPDATE mail_activity task SET rollout_role = 'lead'
             FROM rollout_program program
             LEFT JOIN rollout_phase phase ON phase.program_id = program.id
            WHERE ((task.res_model = 'rollout.program' AND task.res_id = program.id)
                OR (task.res_model = 'rollout.phase' AND task.res_id = phase.id))
              AND task.user_id = program.lead_id AND task.automated AND task.active AND task.rollout_role IS NULL"""
    )
