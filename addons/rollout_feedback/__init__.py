from . import controllers
from . import models
from .models.rollout_review_minutes import AGENDA_PURPOSE, MINUTES_PURPOSE
from .models.rollout_wave import PURPOSE


def _post_init_hook(env):
    """Ask the phases that are still ahead of leaving hypercare for what the log knows, too."""
    env["rollout.phase"].search([])._add_missing_gate_checks()


def _uninstall_hook(env):
    """Take our rows out of the ledger of mails: the links that they stand for open nothing any more."""
    env["rollout.mailing"].search([("purpose", "in", (PURPOSE, AGENDA_PURPOSE, MINUTES_PURPOSE))]).unlink()
