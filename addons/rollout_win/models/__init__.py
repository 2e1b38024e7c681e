from . import discuss_channel
from . import mail_message
from . import rollout_win
from . import rollout_win_cheer
from . import rollout_webhook_delivery
from . import rollout_program
from . import rollout_mailing
from . import rollout_personal_data
