from . import base_import_import
from . import mail_compose_message
from . import rollout_wizard_mixin
