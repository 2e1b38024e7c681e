from . import controllers
from . import models


def _uninstall_hook(env):
    """Take the stand-ups still to come out of the calendar: nothing would end them any more."""
    env["rollout.phase"].with_context(active_test=False).search([])._end_standups()
