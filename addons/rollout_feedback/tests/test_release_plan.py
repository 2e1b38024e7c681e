from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.rollout_base.tests.pure import RELAXED

from ..tools.minimum_group import visible_groups
from ..tools.release import plan_release

MINIMUMS = st.integers(3, 8)
COUNTS = st.dictionaries(st.integers(1, 12), st.integers(0, 15), max_size=8)
ANSWERS = st.lists(
    st.fixed_dictionaries(
        {"department_id": st.sampled_from([None, 1, 2, 3, 4])},
        optional={
            "mood": st.integers(1, 5),
            "manual_hours": st.floats(0, 168),
            "kind": st.sampled_from(["issue", "request"]),
            "comment": st.text(min_size=1, max_size=5),
            "sender_name": st.sampled_from(["Mali", "Tom"]),
        },
    ),
    max_size=25,
)
FIGURES = st.lists(
    st.fixed_dictionaries({"department_id": st.sampled_from([1, 2, 5]), "mood": st.just(3)}),
    max_size=6,
)


def _content(answers):
    """Count each thing that was said, wherever it stands."""
    return Counter(
        (key, value) for each in answers for key, value in each.items() if key != "department_id" and value is not None
    )


@tagged("post_install", "-at_install")
class TestReleasePlan(BaseCase):
    """What a release shows and what it keeps back, whatever was answered."""

    @RELAXED
    @given(COUNTS, MINIMUMS)
    def test_no_small_group_is_seen_or_worked_out(self, counts, minimum):
        visible = visible_groups(counts, minimum)
        hidden = {group for group, count in counts.items() if count} - visible
        self.assertTrue(all(counts[group] >= minimum for group in visible))
        if hidden and sum(counts.values()) >= minimum:
            # What is left when the visible groups are taken off the total.
            self.assertGreaterEqual(len(hidden), 2)
            self.assertGreaterEqual(sum(counts[group] for group in hidden), minimum)
        elif hidden:
            self.assertFalse(visible)

    @RELAXED
    @given(COUNTS, MINIMUMS)
    def test_nothing_is_hidden_without_need(self, counts, minimum):
        if all(count >= minimum for count in counts.values() if count):
            self.assertEqual(visible_groups(counts, minimum), {group for group, n in counts.items() if n})

    @RELAXED
    @given(ANSWERS, FIGURES, MINIMUMS)
    def test_a_release_loses_nothing_and_adds_nothing(self, answers, waiting, minimum):
        plan = plan_release(answers, waiting, minimum)
        expected = answers + waiting if plan.takes_waiting else answers
        self.assertEqual(_content(plan.released + plan.waiting), _content(expected))

    @RELAXED
    @given(ANSWERS, FIGURES, MINIMUMS)
    def test_a_thin_week_shows_no_figures_of_the_few(self, answers, waiting, minimum):
        plan = plan_release(answers, waiting, minimum)
        anonymous = [each for each in answers if not each.get("sender_name")]
        if len(anonymous) < minimum:
            self.assertFalse(plan.takes_waiting)
            for each in plan.released:
                self.assertIsNone(each["department_id"])
                if not each.get("sender_name"):
                    self.assertLessEqual(each.keys(), {"department_id", "kind", "comment"})

    @RELAXED
    @given(ANSWERS, FIGURES, MINIMUMS)
    def test_a_named_department_has_enough_anonymous_answers_of_its_week(self, answers, waiting, minimum):
        plan = plan_release(answers, waiting, minimum)
        this_week = Counter(each["department_id"] for each in answers if not each.get("sender_name"))
        named = {each["department_id"] for each in plan.released} - {None}
        self.assertTrue(all(this_week[department] >= minimum for department in named))

    def test_release_shuffles(self):
        """Whatever comes out and whatever waits on, in a week of many as in one of few."""
        answers = [{"department_id": 1, "comment": str(n), "manual_hours": n} for n in range(60)]
        enough, few = ([plan_release(answers, [], minimum) for _try in range(3)] for minimum in (5, 61))
        for plans, part, key in (
            (enough, "released", "comment"),
            (few, "released", "comment"),
            (few, "waiting", "manual_hours"),
        ):
            with self.subTest(part=part, key=key):
                orders = {tuple(int(each[key]) for each in getattr(plan, part)) for plan in plans}
                self.assertEqual(len(orders), 3)
                self.assertNotIn(tuple(range(60)), orders)
