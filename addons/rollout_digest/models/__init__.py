from . import rollout_digest_section
from . import rollout_digest_optout
from . import rollout_personal_data
from . import rollout_program
from . import rollout_mailing
from . import mail_mail
from . import ir_mail_server
from . import digest_digest
