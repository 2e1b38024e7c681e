from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the manual checks that every phase starts with their keys, and put back those that a phase never got.

    A phase planned from the playbook, or made with a check of one's own, was left without them.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    checks = env["rollout.gate.check"]
    for lang, _name in env["res.lang"].get_installed():
        # A check was named in the language of whoever made the phase.
        for values in checks.with_context(lang=lang)._get_default_checks():
            if not values.get("key"):
                continue
            named = checks.search(
                [
                    ("kind", "=", values["kind"]),
                    ("moment", "=", values.get("moment", "go_live")),
                    ("name", "=", values["name"]),
                    ("key", "=", False),
                ]
            )
            keyed = checks.search([("key", "=", values["key"])]).phase_id
            for phase, same in named.grouped("phase_id").items():
                if phase not in keyed:
                    same[0].key = values["key"]
    env["rollout.phase"].search([])._add_missing_gate_checks()
