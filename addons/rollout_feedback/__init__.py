from . import controllers
from . import models
from . import report
from . import wizards
from .models.rollout_program import NOTE_MODEL


def _uninstall_hook(env):
    """Take the addresses of programs away: there is nothing left that takes a mail."""
    aliases = env["mail.alias"].search([("alias_model_id.model", "=", NOTE_MODEL)])
    programs = env["rollout.program"].with_context(active_test=False)
    programs.search([("alias_id", "in", aliases.ids)]).alias_id = False
    aliases.unlink()
