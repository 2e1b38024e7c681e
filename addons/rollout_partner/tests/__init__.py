from . import test_partner_scorecard
