from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_kpi.tools.verdict import FLAT, IMPROVED, TOO_FEW, WORSE, judge

NUMBERS = st.floats(-1e6, 1e6)
POINTS = st.lists(NUMBERS, min_size=3, max_size=12)
THRESHOLDS = st.floats(0, 100)

# The machine may be busy with the rest of the tests.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tagged("post_install", "-at_install")
class TestVerdict(BaseCase):
    @patient
    @given(POINTS, NUMBERS, st.booleans(), THRESHOLDS)
    def test_better_one_way_is_worse_the_other(self, points, value, lower, threshold):
        verdict = judge(points, value, lower, threshold)
        other = judge(points, value, not lower, threshold)
        self.assertEqual(other, {IMPROVED: WORSE, WORSE: IMPROVED, FLAT: FLAT}[verdict])

    @patient
    @given(POINTS, NUMBERS, st.booleans(), THRESHOLDS, THRESHOLDS)
    def test_a_higher_threshold_never_finds_more(self, points, value, lower, one, two):
        if judge(points, value, lower, max(one, two)) != FLAT:
            self.assertNotEqual(judge(points, value, lower, min(one, two)), FLAT)

    @patient
    @given(POINTS, st.booleans(), THRESHOLDS, st.data())
    def test_what_was_seen_before_is_no_movement(self, points, lower, threshold, data):
        value = data.draw(st.floats(min(points), max(points)))
        self.assertEqual(judge(points, value, lower, threshold), FLAT)

    @patient
    @given(POINTS, st.booleans(), st.floats(0, 99), st.randoms())
    def test_the_order_of_the_points_is_nothing(self, points, lower, threshold, random):
        shuffled = list(points)
        random.shuffle(shuffled)
        value = min(points) - 1
        self.assertEqual(judge(points, value, lower, threshold), judge(shuffled, value, lower, threshold))

    @patient
    @given(st.lists(NUMBERS, max_size=2), NUMBERS, st.booleans(), THRESHOLDS)
    def test_too_few_points_say_nothing(self, points, value, lower, threshold):
        self.assertEqual(judge(points, value, lower, threshold), TOO_FEW)
