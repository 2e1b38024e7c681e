-- Wins go to no chat program: neither new ones nor those that still wait.
UPDATE rollout_program
   SET wins_webhook_url = NULL,
       wins_webhook_secret = NULL;
DELETE FROM rollout_webhook_delivery
 WHERE state = 'waiting';
