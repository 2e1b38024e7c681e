from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LogCase


@tagged("post_install", "-at_install")
class TestDiscussDoor(LogCase):
    """A message in Discuss becomes a log item."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_employee("Colleague", cls.stock.department_id, user_id=cls.staff.id)
        cls.channel = cls.env["discuss.channel"].create({"name": "warehouse", "channel_type": "channel"})
        cls.channel.group_public_id = False
        cls.channel.add_members(partner_ids=(cls.staff | cls.champion | cls.lead).partner_id.ids)
        cls.message = cls.channel.with_user(cls.staff).message_post(
            body="The scanner forgets the last line", message_type="comment"
        )

    def _open(self, user, message=None):
        wizards = self.env["rollout.discuss.wizard"].with_user(user)
        return Form(wizards.with_context(default_message_id=(message or self.message).id))

    def _add(self, user, message=None):
        self._open(user, message).save().action_add()
        return self.env["rollout.log.item"].search([("program_id", "=", self.program.id)], limit=1)

    def test_champion(self):
        form = self._open(self.champion)
        self.assertEqual(form.name, "The scanner forgets the last line")
        form.kind = "frustration"
        form.phase_id = self.stock
        form.save().action_add()
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual((item.source, item.kind, item.phase_id), ("discuss", "frustration", self.stock))
        self.assertEqual(item.origin, "#warehouse")
        self.assertEqual(item.origin_url, f"/mail/message/{self.message.id}")
        self.assertEqual(item.reporter_id, self.champion)
        self.assertNotIn(self.staff.name, f"{item.name} {item.description} {item.origin}")
        self.assertNotIn(self.staff.partner_id, item.message_ids.author_id | item.message_partner_ids)

    def test_a_message_that_is_in_the_log_already(self):
        self.assertFalse(self._open(self.staff).is_known)
        self._add(self.champion)
        self.assertTrue(self._open(self.staff).is_known)

    def test_author(self):
        item = self._add(self.staff)
        self.assertEqual((item.reporter_id, item.description), (self.staff, "The scanner forgets the last line"))

    def test_neither_author_nor_role(self):
        other = self.channel.with_user(self.lead).message_post(body="A thought", message_type="comment")
        with self.assertRaises(AccessError):
            self._open(self.staff, other)
        wizard = self._open(self.staff).save()
        wizard.sudo().message_id = other
        with self.assertRaises(AccessError):
            wizard.action_add()

    def test_message_that_one_may_not_read(self):
        private = self.env["discuss.channel"].create({"name": "secret", "channel_type": "group"})
        private.add_members(partner_ids=self.lead.partner_id.ids)
        message = private.with_user(self.lead).message_post(body="Hidden words", message_type="comment")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self._open(self.champion, message)
        wizard = self._open(self.champion).save()
        wizard.sudo().message_id = message
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            wizard.action_add()

    def test_conversation_between_people_is_not_named(self):
        chat = self.env["discuss.channel"].create({"name": "Mali, Somchai", "channel_type": "group"})
        chat.add_members(partner_ids=(self.champion | self.lead).partner_id.ids)
        message = chat.with_user(self.lead).message_post(body="Hm", message_type="comment")
        self.assertFalse(self._add(self.champion, message).origin)

    def test_markup_becomes_plain_text(self):
        message = (
            self.env["discuss.channel"]
            .browse(self.channel.id)
            .with_user(self.lead)
            .message_post(body="<b>x</b> < y", message_type="comment")
        )
        self.assertEqual(self._add(self.lead, message).description, "<b>x</b> < y")

    def test_a_mail_leaves_its_sender_and_its_quotation_behind(self):
        """Much of what stands in Discuss came in by mail."""
        link = "https://odoo.example.com/rollout/feedback/AQAAAAcAAAADka81Nn_xPQ72lmZZtt0aBx8Kq2_LmZ9"
        self.lead.name = "Ploy Kantha"
        message = self.channel.with_user(self.lead).message_post(
            body=Markup(
                "<div>The scanner is slow, says %(name)s</div><div>%(link)s</div>"
                "<div>Best regards,<br>%(name)s<br>Tel. 02 123 4567</div>"
                '<div id="divRplyFwdMsg"><b>From:</b> Tom &lt;tom@launching.example.com&gt;'
                "<br><b>Sent:</b> Monday, 16 Nov 2026 9:00"
                "<br><b>To:</b> %(name)s<br><b>Subject:</b> x</div><div>I hate it</div>"
            )
            % {"name": self.lead.name, "link": link},
            message_type="email",
            email_from=self.lead.email_formatted,
        )
        item = self._add(self.champion, message)
        self.assertEqual(item.description, "The scanner is slow, says …")
        self.assertEqual(item.name, "The scanner is slow, says …")

    def test_a_link_that_is_typed_into_the_wizard_is_left_out(self):
        form = self._open(self.champion)
        form.description = "See https://odoo.example.com/rollout/reply/abc and https://docs.example.com/d/1"
        form.save().action_add()
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)])
        self.assertEqual(item.description, "See … and https://docs.example.com/d/1")
