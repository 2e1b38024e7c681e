from . import controllers
from . import models
from . import wizards
from .models.rollout_program_alias import NOTE_MODEL
from .models.rollout_review_minutes import AGENDA_PURPOSE, MINUTES_PURPOSE
from .models.rollout_wave import PURPOSE
from .models.rollout_wave_reminder import REMINDER_PURPOSE
from .models.rollout_win_mail import PURPOSE as WINS_PURPOSE


def _post_init_hook(env):
    """Ask the phases that are still ahead of leaving hypercare for what the log knows, too."""
    env["rollout.phase"].search([])._add_missing_gate_checks()


def _uninstall_hook(env):
    """Take our rows out of the ledger of mails: the links that they stand for open nothing any more.

    The addresses of programs go too: there is nothing left that takes a mail.
    """
    purposes = (PURPOSE, REMINDER_PURPOSE, WINS_PURPOSE, AGENDA_PURPOSE, MINUTES_PURPOSE)
    env["rollout.mailing"].search([("purpose", "in", purposes)]).unlink()
    aliases = env["mail.alias"].search([("alias_model_id.model", "=", NOTE_MODEL)])
    programs = env["rollout.program"].with_context(active_test=False)
    programs.search([("alias_id", "in", aliases.ids)]).alias_id = False
    aliases.unlink()
