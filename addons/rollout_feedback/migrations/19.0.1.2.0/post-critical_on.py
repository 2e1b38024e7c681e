def migrate(cr, version):
    """Keep of each item when it became critical, as far as its discussion tells; of the others, when it came in."""
    cr.execute(
        """
        UPDATE rollout_log_item item
           SET critical_on = COALESCE(turned.latest, item.create_date)
          FROM rollout_log_item known
          LEFT JOIN (
                   SELECT message.res_id, max(message.date) FILTER (WHERE value.new_value_integer = 1) AS latest
                     FROM mail_tracking_value value
                     JOIN mail_message message ON message.id = value.mail_message_id
                     JOIN ir_model_fields field ON field.id = value.field_id
                    WHERE field.model = 'rollout.log.item' AND field.name = 'critical'
                      AND message.model = 'rollout.log.item'
                 GROUP BY message.res_id
               ) turned ON turned.res_id = known.id
         WHERE known.id = item.id AND item.critical_on IS NULL
           AND (item.critical OR turned.res_id IS NOT NULL)
        """
    )
