from odoo.tests import Form, tagged

from odoo.addons.rollout_phase.tests.common_personal import PersonalFieldsCase

from .common import ReviewCase

PERSONAL = {
    "rollout.log.comment": {
        "author_id": "comments",
        "partner_id": ("the firm to which it was said",),
    },
    "rollout.log.item": {"shared_partner_ids": ("the firms that were shown it",)},
    "rollout.program": {"review_contact_ids": "programs"},
    "rollout.review": {
        "attendee_ids": "reviews",
        "closed_by_id": "reviews",
        "partner_id": "reviews",
        "present_ids": "reviews",
    },
    "rollout.review.action": {"owner_id": "actions"},
}


@tagged("post_install", "-at_install")
class TestPersonalData(PersonalFieldsCase, ReviewCase):
    MODULE = "rollout_review"
    PERSONAL = PERSONAL

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mali = cls._new_employee("Mali Suk", cls.stock.department_id, user_id=cls.staff.id)
        cls.review = cls.env["rollout.review"].create({"program_id": cls.program.id})
        cls.review.attendee_ids |= cls.staff.partner_id
        cls.env["rollout.review.action"].create(
            {
                "review_id": cls.review.id,
                "name": "Call them",
                "owner_id": cls.staff.partner_id.id,
                "date_deadline": "2026-12-31",
            }
        )
        comments = cls.env["rollout.log.comment"].with_user(cls.lead)
        item = cls._new_item("It jams", source="other", reporter_id=cls.staff.id)
        cls.comment = comments.create({"item_id": item.id, "body": "We look"})
        cls.comment.sudo().author_id = cls.staff.partner_id

    def _ask(self, user=None):
        with Form(self.env["rollout.personal.data.wizard"].with_user(user or self.lead)) as form:
            form.name = "Mali Suk"
        return form.record

    def test_what_was_agreed_with_the_partner_stays(self):
        data = self._ask()._prepare_export()
        self.assertEqual(data["actions"][0]["name"], "Call them")
        self.assertEqual(data["comments"][0]["body"], "We look")
        self.assertEqual(len(data["reviews"]), 1)
        self._ask().action_erase()
        self.assertTrue(self.comment.exists() and self.staff.partner_id in self.review.attendee_ids)

    def test_a_contact_of_the_partner_s_has_a_role(self):
        with Form(self.env["rollout.personal.data.wizard"].with_user(self.lead)) as form:
            form.name = self.contact.name
        self.assertEqual(form.record._find()["programs"].records, self.program)

    def test_nobody_is_found_in_another_company(self):
        wizard = self._ask(user=self.stranger)
        self.assertFalse(any(kept.records for kept in wizard._find().values()))
        self.assertFalse(any(rows for kind, rows in wizard._prepare_export().items() if kind != "name"))
