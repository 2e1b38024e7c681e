from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from .common import RAW, LogCase


@tagged("post_install", "-at_install")
class TestLogInside(LogCase):
    """What staff wrote reaches nobody outside, however somebody is drawn into the discussion."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(
            cls.env, "log_outsider", "base.group_portal", company_id=cls.company.id, email="nid@partner.example.com"
        )
        cls.item = cls._new_item(RAW, description=RAW, source="discuss", phase_id=cls.stock.id)

    def test_nobody_outside_is_drawn_into_an_item(self):
        item = self.item.with_user(self.lead)
        partner = self.outsider.partner_id
        composer = self.env["mail.compose.message"].with_user(self.lead)
        for number, act in enumerate(
            (
                lambda: item.message_post(body="Look", partner_ids=partner.ids),
                lambda: item.message_subscribe(partner.ids),
                lambda: item.write({"user_id": self.outsider.id}),
                lambda: self.items.with_user(self.lead).create(
                    {"name": "x", "program_id": self.program.id, "user_id": self.outsider.id}
                ),
                lambda: item.activity_schedule("mail.mail_activity_data_todo", user_id=self.outsider.id),
                lambda: composer.create(
                    {"model": item._name, "res_ids": str(item.ids), "body": "x", "partner_ids": partner.ids}
                ).action_send_mail(),
                lambda: composer.create(
                    {
                        "model": item._name,
                        "res_ids": str(item.ids),
                        "composition_mode": "mass_mail",
                        "subject": "x",
                        "body": "x",
                        "partner_ids": partner.ids,
                    }
                ).action_send_mail(),
                # As Odoo's own route posts, once it has asked for the rights of whoever posts.
                lambda: item.sudo().message_post(body="Look", partner_ids=partner.ids),
                lambda: (
                    self.env["mail.message"]
                    .with_user(self.lead)
                    .create({"model": item._name, "res_id": item.id, "body": "x", "partner_ids": partner.ids})
                ),
                lambda: item.message_post(body="x").write({"partner_ids": partner.ids}),
                # Of those who work here, too, only who may read it.
                lambda: item.message_post(body="Look", partner_ids=self.staff.partner_id.ids),
                lambda: item.message_subscribe(self.stranger.partner_id.ids),
                lambda: item.activity_schedule("mail.mail_activity_data_todo", user_id=self.staff.id),
            )
        ):
            with self.subTest(number=number), self.assertRaises(ValidationError), self.env.cr.savepoint():
                act()
        self.assertFalse(self.env["mail.message"].with_user(self.outsider).search([("model", "=", item._name)]))

    def test_whoever_follows_from_before_hears_nothing(self):
        self.item._message_subscribe(self.outsider.partner_id.ids)
        note = self.item.with_user(self.lead).message_post(body="Look", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.outsider.partner_id, note.sudo().notification_ids.res_partner_id)

    def test_colleagues_are_mentioned_as_ever(self):
        note = self.item.with_user(self.lead).message_post(body="Look", partner_ids=self.sponsor.partner_id.ids)
        self.assertIn(self.sponsor.partner_id, note.sudo().notification_ids.res_partner_id)
