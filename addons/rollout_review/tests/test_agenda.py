from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.rollout_base.tests.pure import RELAXED

from ..tools.agenda import COSTLY_LIMIT, SECTIONS, Entry, make_agenda

ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.integers(1, 1000),
        critical=st.booleans(),
        overdue=st.booleans(),
        blocked=st.booleans(),
        new=st.booleans(),
        minutes_lost=st.sampled_from([0, 5, 60, 600]),
        voices=st.integers(1, 4),
    ),
    max_size=40,
    unique_by=lambda entry: entry.id,
)


class TestAgenda(BaseCase):
    @RELAXED
    @given(ENTRIES, st.randoms())
    def test_each_item_once_in_its_strongest_section(self, entries, random):
        plan = make_agenda(entries)
        by_id = {entry.id: entry for entry in entries}
        ids = [item_id for _section, item_id in plan]
        self.assertEqual(len(ids), len(set(ids)))
        sections = [SECTIONS.index(section) for section, _id in plan]
        self.assertEqual(sections, sorted(sections))
        for section, item_id in plan:
            reasons = [name for name in SECTIONS[:-1] if getattr(by_id[item_id], name)]
            self.assertEqual(section, reasons[0] if reasons else "costly")
        for section in SECTIONS:
            critical = [by_id[item_id].critical for each, item_id in plan if each == section]
            self.assertEqual(critical, sorted(critical, reverse=True), "critical items come first")
        left_out = [entry for entry in entries if entry.id not in ids]
        self.assertFalse([e for e in left_out if e.critical or e.overdue or e.blocked or e.new])
        costly = [by_id[i] for section, i in plan if section == "costly" and not by_id[i].critical]
        self.assertLessEqual(len(costly), COSTLY_LIMIT)
        if len(costly) < COSTLY_LIMIT:
            self.assertFalse([e for e in left_out if e.minutes_lost or e.voices > 1])
        for entry in left_out:
            self.assertFalse([e for e in costly if e.minutes_lost < entry.minutes_lost])
        random.shuffle(entries)
        self.assertEqual(make_agenda(entries), plan, "the order in which items come in decides nothing")
