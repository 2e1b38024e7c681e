from datetime import datetime

from freezegun import freeze_time

from odoo.tests import HttpCase


class ClockCase(HttpCase):
    """A server whose clock stands at a Thursday, ten in the morning in Bangkok; for tests next to RolloutCase."""

    NOW = datetime(2026, 11, 19, 3, 0)

    def setUp(self):
        super().setUp()
        clock = freeze_time(self.NOW, tick=True)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
