from odoo.tools import SQL

RENAMED = {
    "digest": "rollout_digest.digest",
    "digest.milestone": "rollout_kpi.milestone",
    "kpi.alarm": "rollout_kpi.alarm",
    "kpi.missing": "rollout_kpi.missing",
}


def migrate(cr, version):
    """Give the mails of the ledger the names of today: under another one, they would all be sent again."""
    for old, new in RENAMED.items():
        cr.execute(SQL("UPDATE rollout_mailing SET purpose = %s WHERE purpose = %s", new, old))
