import re

from odoo.addons.rollout_phase.tests.common_clock import ClockCase

from .common import FeedbackCase


class FeedbackHttpCase(ClockCase, FeedbackCase):
    """Visitors of the form; the server's clock stands at the Thursday of the wave."""

    def setUp(self):
        super().setUp()
        self.wave = self._new_wave()
        self.token = self._issue(self.wave)

    def _get_path(self, token=None):
        return f"/rollout/feedback/{self.token if token is None else token}"

    def _open(self, token=None, **options):
        return self.url_open(self._get_path(token), **options)

    def _get_stamp(self, token=None):
        return re.search(r'name="page" value="([^"]+)"', self._open(token).text)[1]

    def _post(self, data=None, token=None, stamp=None, **options):
        stamp = self._get_stamp() if stamp is None else stamp
        return self.url_open(self._get_path(token), data={"page": stamp, **(data or {})}, **options)

    def _get_sealed(self):
        return self.env["rollout.sealed.answer"].search([("wave_id", "=", self.wave.id)])
