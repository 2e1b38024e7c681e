from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import WinCase


@tagged("post_install", "-at_install")
class TestWin(WinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls._new_employee("Nomad", cls.stock.department_id)
        cls.win = cls._new_win("First month closed in six days")

    def _publish(self, win=None):
        win = win or self.win
        win.with_user(self.lead).action_publish()
        return win

    def _body(self, win):
        return win.sudo().message_id.body

    def test_staff_write_a_win_and_a_champion_publishes_it(self):
        with Form(self.env["rollout.win"].with_user(self.staff)) as form:
            form.name = "The scanner works"
            form.program_id = self.program
            form.phase_id = self.accounting
        win = form.record
        self.assertEqual(win.create_uid, self.staff)
        self.assertFalse(win.can_publish)
        with self.assertRaises(AccessError):
            win.action_publish()
        self.assertTrue(win.with_user(self.champion).can_publish)
        win.with_user(self.champion).action_publish()
        self.assertEqual(win.state, "published")
        with self.assertRaises(AccessError):
            win.with_user(self.staff).name = "Changed afterwards"
        with self.assertRaises(AccessError):
            win.with_user(self.staff).unlink()

    def test_a_champion_publishes_only_for_own_departments(self):
        win = self._new_win("Stock counted", phase_id=self.stock.id)
        with self.assertRaises(AccessError):
            win.with_user(self.champion).action_publish()

    def test_who_reads_what(self):
        draft = self._new_win("A draft", user=self.staff)
        self._publish()
        expected = {
            self.lead: draft | self.win,
            self.champion: draft | self.win,
            self.staff: draft | self.win,
            self.sponsor: self.win,
            self.stranger: self.win.browse(),
        }
        for user, wins in expected.items():
            found = self.env["rollout.win"].with_user(user).search([("program_id", "=", self.program.id)])
            self.assertEqual(
                found.sudo(False).ids, wins.sorted(lambda win: (win.date, win.id), reverse=True).ids, user.login
            )

    def test_clients_do_not_publish_by_writing(self):
        values = {
            "state": "published",
            "published_on": "2026-01-01 00:00:00",
            "mail_week": "2026-W01",
        }
        win = self._new_win("Plain", user=self.staff)
        message = self.env["mail.message"].search([], limit=1)
        for name, value in (*values.items(), ("message_id", message.id)):
            with self.subTest(name), self.assertRaises(UserError):
                win.with_user(self.lead).write({name: value})
            with self.subTest(name, moment="create"), self.assertRaises(UserError):
                self._new_win("Forged", user=self.staff, **{name: value})
            with self.subTest(name, moment="default"), self.assertRaises(UserError):
                win.with_context(**{f"default_{name}": value}).create({"name": "x", "program_id": self.program.id})
        win_sudo = win.sudo()
        self.assertEqual(
            (win_sudo.state, win_sudo.published_on, win_sudo.mail_week, win_sudo.message_id.id),
            ("draft", False, False, False),
        )

    def test_the_channel_is_made_once_and_for_the_company(self):
        self.accounting.department_id.member_ids[:1].user_id = self.staff
        self._publish()
        channel = self.program.channel_id
        self.assertEqual(self._publish(self._new_win("Another")).sudo().message_id.res_id, channel.id)
        self.assertEqual(
            channel.channel_member_ids.partner_id & (self.staff | self.champion | self.sponsor | self.lead).partner_id,
            (self.staff | self.champion | self.sponsor | self.lead).partner_id,
        )
        self.assertEqual(len(channel.message_ids.filtered(lambda message: "🎉" in message.body)), 2)
        self.assertTrue(self.env["discuss.channel"].with_user(self.staff).search([("id", "=", channel.id)]))
        self.assertFalse(self.env["discuss.channel"].with_user(self.stranger).search([("id", "=", channel.id)]))
        with self.assertRaises(AccessError):
            channel.with_user(self.stranger).read(["name"])
        with self.assertRaises(AccessError):
            channel.with_user(self.staff).rollout_company_id = self.other_company
        # No other channel is touched by the rule.
        other = self.env["discuss.channel"].create(
            {"name": "Tea", "group_public_id": self.env.ref("base.group_user").id}
        )
        self.assertTrue(self.env["discuss.channel"].with_user(self.stranger).search([("id", "=", other.id)]))

    def test_who_comes_to_lead_joins_the_channel(self):
        self._publish()
        new, gone = self._new_user("new", "rollout_phase.group_rollout_lead"), self._new_user("gone", "base.group_user")
        gone.active = False
        self.program.with_user(self.lead).write({"lead_id": new.id, "sponsor_id": gone.id})
        members = self.program.channel_id.channel_member_ids.partner_id
        self.assertIn(new.partner_id, members)
        self.assertNotIn(gone.partner_id, members)

    def test_a_lead_cannot_point_at_another_channel(self):
        private = self.env["discuss.channel"].create({"name": "Board", "channel_type": "group"})
        with self.assertRaises(UserError):
            self.program.with_user(self.lead).channel_id = private

    def test_everything_typed_is_text(self):
        win = self._new_win("<script>1</script>", text="a\n<b>b</b>", thanked_names="<i>Mali</i>")
        self._publish(win)
        self.assertNotIn("<script>", self._body(win))
        self.assertIn("&lt;script&gt;", self._body(win))
        self.assertIn("a<br>&lt;b&gt;b", self._body(win))
        self.assertIn("&lt;i&gt;Mali", self._body(win))

    def test_staff_without_a_user_are_thanked(self):
        self.win.with_user(self.lead).write(
            {"employee_ids": [Command.link(self.agency.id)], "thanked_names": "Mali from the agency, "}
        )
        self._publish()
        self.assertIn("Thanks to Nomad and Mali from the agency", self._body(self.win))

    def test_a_correction_reaches_the_channel(self):
        self._publish()
        self.win.with_user(self.lead).name = "First month closed in five days"
        self.assertIn("five days", self._body(self.win))
        self.assertNotIn("six days", self._body(self.win))

    def test_taking_back(self):
        self._publish()
        message = self.win.sudo().message_id
        with self.assertRaises(AccessError):
            self.win.with_user(self.staff).action_withdraw()
        self.win.with_user(self.lead).action_withdraw()
        self.assertEqual(self.win.state, "draft")
        self.assertFalse(message.exists())
        self._publish()
        message = self.win.sudo().message_id
        self.win.with_user(self.lead).unlink()
        self.assertFalse(message.exists())

    def test_publishing_twice_tells_once(self):
        self._publish()
        message = self.win.sudo().message_id
        self._publish()
        self.assertEqual(self.win.sudo().message_id, message)

    def test_one_cheer_per_person(self):
        self._publish()
        for user in (self.staff, self.sponsor, self.lead):
            self.win.with_user(user).action_cheer()
        self.win.with_user(self.staff)._cheer()
        self.assertEqual(self.win.with_user(self.staff).cheer_count, 3)
        self.assertTrue(self.win.with_user(self.staff).has_cheered)
        self.assertFalse(self.win.with_user(self.champion).has_cheered)
        self.win.with_user(self.staff).action_cheer()
        self.assertEqual(self.win.with_user(self.lead).cheer_count, 2)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["rollout.win.cheer"].create({"win_id": self.win.id, "user_id": self.lead.id})

    def test_nobody_sees_who_cheered(self):
        self._publish()
        self.win.with_user(self.staff).action_cheer()
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        with self.assertRaises(AccessError):
            self.env["rollout.win.cheer"].with_user(admin).create({"win_id": self.win.id, "user_id": self.lead.id})
        fields = self.env["rollout.win"]._fields
        self.assertFalse([name for name, field in fields.items() if field.comodel_name == "rollout.win.cheer"])
        self.assertFalse(fields["cheer_count"].store, "nothing to sort by")

    def test_a_draft_is_not_cheered_and_a_strange_one_not_found(self):
        self.win.with_user(self.lead).action_cheer()
        self.assertEqual(self.win.cheer_count, 0)
        with self.assertRaises(AccessError):
            self.win.with_user(self.staff).action_cheer()
        self._publish()
        with self.assertRaises(AccessError):
            self.win.with_user(self.stranger).action_cheer()

    def test_a_reaction_in_the_channel_is_a_cheer(self):
        self._publish()
        message = self.win.sudo().message_id.sudo(False)
        for action, content in (("add", "👏"), ("add", "🎉"), ("remove", "👏")):
            # As the route for reactions does it.
            message.with_user(self.staff).sudo()._message_reaction(
                content, action, self.staff.partner_id, self.env["mail.guest"]
            )
        self.assertEqual(self.win.with_user(self.staff).cheer_count, 1)

    def test_query_count_does_not_grow(self):
        wins = self.env["rollout.win"].browse()
        for number in range(20):
            wins |= self._new_win(f"Win {number}")
        wins = wins.with_user(self.lead)
        wins[:1].mapped("can_publish")
        counts = []
        for some in (wins[:2], wins):
            self.env.invalidate_all()
            some.mapped("company_id.name")
            before = self.env.cr.sql_log_count
            some.mapped("cheer_count")
            some.mapped("can_publish")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_what_pages_without_login_show(self):
        self._publish(self._new_win("Older", date="2026-01-02"))
        self._publish(self._new_win("Newer", date="2026-02-03", thanked_names="Mali"))
        self._new_win("Draft", date="2026-03-04")
        wins = self.program.with_user(self.env.ref("base.public_user"))._get_wins(5)
        self.assertEqual([win["text"] for win in wins][:2], ["Newer", "Older"])
        self.assertEqual([set(win) for win in wins], [{"text", "date"}] * 2)
        self.assertEqual(len(self.program._get_wins(1)), 1)

    def test_a_department_of_another_program_is_refused(self):
        program = self.program.copy({"name": "Second"})
        with self.assertRaises(ValidationError):
            self._new_win("Mixed", program_id=program.id, phase_id=self.stock.id)

    def test_the_smart_button(self):
        self._publish()
        for user in (self.staff, self.sponsor, self.champion, self.lead):
            program = self.program.with_user(user)
            self.assertEqual(program.win_count, 1)
            self.assertEqual(
                self.env["rollout.win"].with_user(user).search(program.action_view_wins()["domain"]), self.win
            )

    def test_the_wins_of_a_department_that_is_gone_stay(self):
        win = self._new_win("Stock counted", phase_id=self.stock.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            win.with_user(self.lead).write({"program_id": False})
        self.stock.unlink()
        self.assertTrue(win.exists())

    def test_a_cheer_is_one_persons(self):
        """No number is made of what a single person has said or done."""
        self.assertTrue(self.env["rollout.win.cheer"]._is_personal)
