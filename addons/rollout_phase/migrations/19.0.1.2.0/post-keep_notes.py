from odoo import SUPERUSER_ID
from odoo.tools import SQL


def migrate(cr, version):
    """Keep the notes of the launch that are kept already: what tells them from people's words is who made them."""
    cr.execute(
        SQL(
            """UPDATE mail_message SET create_uid = %s
                WHERE model IN ('rollout.program', 'rollout.phase') AND message_type = 'notification'""",
            SUPERUSER_ID,
        )
    )
