from datetime import timedelta

from freezegun import freeze_time

from odoo import Command

from .common import GO_LIVE, noon


class CoreDigestCase:
    """Odoo's own digest with the numbers ``FIELDS`` of a launch and no others; for test classes next to DigestCase."""

    FIELDS = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Our week",
                "company_id": cls.company.id,
                "periodicity": "weekly",
                "user_ids": [Command.set(cls.lead.ids)],
                "kpi_res_users_connected": False,
                "kpi_mail_message_total": False,
                **dict.fromkeys(cls.FIELDS, True),
            }
        )

    def _compute(self, user, days=31, company=None):
        """Return what a user sees that many days after go-live, as ``{field: [a number for each period]}``."""
        with freeze_time(noon(GO_LIVE + timedelta(days=days))):
            self.env.cr._now = None
            kpis = self.digest._compute_kpis(company or self.company, user)
        self.env.cr._now = None
        return {
            kpi["kpi_name"]: [kpi[f"kpi_col{number}"]["value"] for number in (1, 2, 3)]
            for kpi in kpis
            if kpi["kpi_name"].startswith("kpi_rollout")
        }

    def _send_core_digest(self, days=31):
        with freeze_time(noon(GO_LIVE + timedelta(days=days))):
            self.digest._action_send(update_periodicity=False)
        return self.env["mail.mail"].search([("subject", "=", "Launching Ltd: Our week")])
