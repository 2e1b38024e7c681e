from odoo.addons.rollout_digest.tests.common import DigestCase

from .common import KpiCase


class KpiDigestCase(DigestCase, KpiCase):
    """A program with KPIs and its digest; other programs of the database are out of the way."""
