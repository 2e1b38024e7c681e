from . import models


def _post_init_hook(env):
    """Ask the phases that are already being prepared how their partner was chosen, too."""
    env["rollout.phase"].search([])._add_missing_gate_checks()
