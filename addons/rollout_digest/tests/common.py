from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.addons.rollout_kpi.tests.common import KpiCase

MONDAY = date(2026, 4, 13)


def bangkok(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute) - timedelta(hours=7)


class DigestCase(KpiCase):
    """The program with a KPI, live since six weeks; other programs of the database are out of the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.program"].search([("id", "!=", cls.program.id)]).active = False

    def _run(self, moment, name="ir_cron_send_digests"):
        with freeze_time(moment), self._registry_for_cron():
            self.env.ref(f"rollout_kpi.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _registry_for_cron(self):
        return self.enter_registry_test_mode()

    def _mails(self, address=None):
        domain = [("subject", "=", "Launch: this week")]
        if address:
            domain += [("email_to", "=", address)]
        return self.env["mail.mail"].search(domain)

    def _addresses(self):
        return sorted(self._mails().mapped("email_to"))

    def _get_token(self, record):
        reader = self.program._find_reader(record._name, record.id)
        return self.env["rollout.digest.optout"]._make_token(self.program, reader)
