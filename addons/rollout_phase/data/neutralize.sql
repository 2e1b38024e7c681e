-- A link that a copy signs (weekly form, poster, end of a digest) opens nothing at the original, and the other way
-- round: a vote cast while the copy is tried out is none. Odoo does the same when it duplicates a database.
UPDATE ir_config_parameter
   SET value = gen_random_uuid()::text
 WHERE key = 'database.secret';

-- Mails of the ledger that still wait are the original's to send, also if the copy gets a mail server again.
UPDATE mail_mail
   SET state = 'cancel'
 WHERE rollout_mailing_id IS NOT NULL
   AND state IN ('outgoing', 'exception');
