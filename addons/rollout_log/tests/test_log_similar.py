from unittest.mock import patch

from odoo.tests import Form, tagged

from .common import LogCase

# Each pair says the same in other words.
ALIKE = [
    ("The label printer stops after every tenth label", "The printer for labels stops all the time"),
    ("The scanner forgets the last line", "Scanner loses the last line when put back"),
    ("Month-end takes eleven days again", "Month end takes too long again"),
    ("เครื่องพิมพ์ฉลากหยุดทุกสิบแผ่น", "เครื่องพิมพ์ฉลากหยุดอีกแล้ว"),
    ("พิมพ์ใบส่งของไม่ได้", "เครื่องพิมพ์พิมพ์ใบส่งของไม่ได้ตั้งแต่วันจันทร์"),
    ("ไม่รู้ว่าจะรับคืนสินค้าอย่างไร", "ไม่รู้ว่าต้องรับคืนสินค้ายังไง"),
    ("ต้องกรอกราคาใหม่ทุกครั้งที่แก้ใบสั่งขาย", "แก้ใบสั่งขายแล้วต้องกรอกราคาใหม่"),
    ("ระบบช้ามากตอนเช้า", "ตอนเช้าระบบช้ามาก"),
]


@tagged("post_install", "-at_install")
class TestLogSimilar(LogCase):
    def test_the_same_in_other_words(self):
        pairs = [(self._new_item(one), self._new_item(other)) for one, other in ALIKE]
        for one, other in pairs:
            with self.subTest(one.name):
                self.assertEqual(one.similar_ids, other)
                self.assertEqual(other.similar_ids, one)

    def test_the_most_similar_first_with_its_figure(self):
        item = self._new_item("The scanner forgets the last line")
        near = self._new_item("Scanner loses the last line when put back")
        same = self._new_item("The scanner forgets the last line")
        self.assertEqual(item.similar_ids.ids, [same.id, near.id])
        self.env.invalidate_all()
        [values] = item.web_read({"similar_ids": {"fields": {"similarity": {}}}})
        first, second = values["similar_ids"]
        self.assertEqual((first["id"], first["similarity"]), (same.id, 1))
        self.assertEqual(second["id"], near.id)
        self.assertTrue(0.3 <= second["similarity"] < 1)
        self.env.invalidate_all()
        self.assertEqual(near.similarity, 0, "similar to nothing in particular")

    def test_enough_of_the_nearest_end_the_search(self):
        item = self._new_item("The scanner forgets the last line")
        far = self._new_item("Scanner loses the last line when put back")
        near = [self._new_item(f"The scanner forgets the last line {number}") for number in range(4)]
        found = item._find_similar()
        self.assertEqual(list(found)[-1], far, "as long as there are fewer, the far one counts, too")
        self.assertEqual(len(found), 5)
        near.append(self._new_item("The scanner forgets the last line 4"))
        self.assertEqual(set(item._find_similar()), set(near))

    def test_only_of_the_same_program_and_only_what_one_may_read(self):
        item = self._new_item("The scanner forgets the last line")
        self._new_item(item.name, program_id=self.program.copy().id)
        self._new_item(item.name, active=False)
        self.assertFalse(item.similar_ids)
        other = self._new_item(item.name)
        self.env.invalidate_all()
        self.assertEqual(item.with_user(self.sponsor).similar_ids, other)
        rule = self.env.ref("rollout_log.rule_log_item_sponsor")
        rule.domain_force = f"[('id', '=', {item.id})]"
        self.env.invalidate_all()
        self.assertFalse(item.with_user(self.sponsor).similar_ids)

    def test_while_somebody_types(self):
        known = self._new_item("The scanner forgets the last line")
        with Form(self.items.with_user(self.lead)) as form:
            form.name = "Scanner forgets the last line"
            self.assertEqual(form.similar_ids.ids, known.ids)

    def test_signs_are_text(self):
        item = self._new_item("100 % of '; DROP TABLE rollout_log_item; -- \\ %s")
        other = self._new_item(item.name)
        self.assertEqual(item.similar_ids, other)

    def test_without_the_extension_nothing_breaks(self):
        self._new_item("The scanner forgets the last line")
        with patch.object(self.env.registry, "has_trigram", False):
            item = self._new_item("The scanner forgets the last line")
            self.assertFalse(item.can_suggest)
            self.assertFalse(item.similar_ids)
            self.assertEqual(item.similarity, 0)
            with Form(item) as form:
                form.name = "Renamed"

    def test_the_index_is_there(self):
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'rollout_log_item'")
        definitions = " ".join(row[0] for row in self.env.cr.fetchall())
        for text in ("gin (name gin_trgm_ops)", "gin (description gin_trgm_ops)"):
            self.assertIn(text, definitions)
