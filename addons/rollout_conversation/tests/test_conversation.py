from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_phase.tests.common_launch import LaunchCase

SECRET = "She fears for her job"


class ConversationCase(LaunchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._new_employee("Wilhelmina", cls.stock.department_id)
        cls.other_lead = cls._new_user("second", "rollout_phase.group_rollout_lead")
        (cls.lead | cls.other_lead).group_ids += cls.env.ref("base.group_allow_export")
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.write(
            {
                "company_ids": [(4, cls.company.id)],
                "company_id": cls.company.id,
                # Everything that can be given to a user of this kind.
                "group_ids": [(4, group.id) for group in cls._get_all_groups()],
            }
        )
        cls.note = (
            cls.env["rollout.conversation"]
            .with_user(cls.champion)
            .create(
                {
                    "program_id": cls.program.id,
                    "employee_id": cls.person.id,
                    "note": SECRET,
                    "follow_up_date": "2026-12-01",
                    "outcome": "listened",
                }
            )
        )

    @classmethod
    def _get_all_groups(cls):
        others = cls.env.ref("base.group_portal") | cls.env.ref("base.group_public")
        return cls.env["res.groups"].search([]).filtered(lambda group: not group.all_implied_ids & others)


@tagged("post_install", "-at_install")
class TestConversation(ConversationCase):
    def test_the_author_works_with_it(self):
        note = self.note.with_user(self.champion)
        self.assertEqual((note.note, note.employee_id), (SECRET, self.person.with_user(self.champion)))
        note.write({"note": "More", "outcome": "help"})
        note.action_close()
        self.assertTrue(note.closed_on)
        note.action_reopen()
        self.assertFalse(note.closed_on)
        note.unlink()
        self.assertFalse(note.exists())

    def test_nobody_else_finds_anything(self):
        for user in (self.admin, self.lead, self.other_lead):
            notes = self.env["rollout.conversation"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(notes.with_context(active_test=False).search([]))
                self.assertFalse(notes.search([("employee_id.name", "=", "Wilhelmina")]))
                self.assertEqual(notes.search_count([]), 0)
                self.assertFalse(notes._read_group([], ["employee_id"], ["__count"]))
                self.assertFalse(notes.name_search(""))
                self.assertFalse(notes.search([("program_id.lead_id", "=", self.lead.id)]))
                for method, args in (
                    ("read", [["note"]]),
                    ("mapped", ["note"]),
                    ("export_data", [["note"]]),
                    ("write", [{"note": "x"}]),
                    ("copy", []),
                    ("unlink", []),
                    ("action_close", []),
                ):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        getattr(self.note.with_user(user), method)(*args)
        for user in (self.sponsor, self.staff):
            with self.assertRaises(AccessError):
                self.env["rollout.conversation"].with_user(user).search([])

    def test_no_path_leads_to_it(self):
        """No field of any model points at conversations, nor does one carry their text."""
        paths = [
            f"{model}.{name}"
            for model, cls in self.registry.items()
            for name, field in cls._fields.items()
            if field.comodel_name == "rollout.conversation"
        ]
        self.assertEqual(paths, [])
        fields = self.env["rollout.conversation"]._fields
        self.assertFalse({"message_ids", "activity_ids", "message_follower_ids"} & fields.keys())

    def test_the_name_names_nobody(self):
        self.note.date = "2026-11-19"
        self.assertEqual(self.note.display_name, "Conversation of 11/19/2026")

    def test_the_author_cannot_be_forged(self):
        forged = (
            self.env["rollout.conversation"]
            .with_user(self.lead)
            .with_context(default_create_uid=self.champion.id)
            .create({"program_id": self.program.id, "create_uid": self.champion.id})
        )
        self.assertEqual(forged.create_uid, self.lead)
        forged.write({"create_uid": self.champion.id})
        forged.flush_recordset()
        forged.invalidate_recordset()
        self.assertEqual(forged.create_uid, self.lead)

    def test_the_reminder_is_the_authors_and_says_nothing(self):
        reminder = self.note.sudo().reminder_id
        self.assertEqual((reminder.user_id, reminder.date_deadline), (self.champion, date(2026, 12, 1)))
        self.assertEqual(reminder.summary, "Follow-up conversation")
        self.assertFalse(reminder.res_model or reminder.res_id or reminder.res_name or reminder.note)
        self.assertTrue(self.env["mail.activity"].with_user(self.champion).search([("id", "=", reminder.id)]))
        for user in (self.admin, self.lead, self.other_lead, self.sponsor):
            activities = self.env["mail.activity"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(activities.search([("id", "=", reminder.id)]))
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    reminder.with_user(user).read(["summary"])
        note = self.note.with_user(self.champion)
        note.follow_up_date = "2026-12-08"
        self.assertEqual((note.sudo().reminder_id, reminder.date_deadline), (reminder, date(2026, 12, 8)))
        note.action_close()
        self.assertFalse(reminder.exists())

    def test_a_reminder_that_is_done_stays_done(self):
        reminder = self.note.sudo().reminder_id
        reminder.with_user(self.champion).action_done()
        self.note.with_user(self.champion).note = "Talked again"
        self.assertFalse(self.note.sudo().reminder_id.active)
        self.note.with_user(self.champion).follow_up_date = "2026-12-15"
        self.assertNotEqual(self.note.sudo().reminder_id, reminder)
        self.assertTrue(self.note.sudo().reminder_id.active)

    def test_anothers_reminder_cannot_be_taken(self):
        reminder = self.note.sudo().reminder_id
        notes = self.env["rollout.conversation"].with_user(self.lead)
        values = {"program_id": self.program.id}
        own = notes.create(values)
        for take in (
            lambda: own.write({"reminder_id": reminder.id}),
            lambda: notes.create({**values, "reminder_id": reminder.id}),
            lambda: notes.with_context(default_reminder_id=reminder.id).create(values),
        ):
            with self.assertRaises(UserError):
                take()
        own.unlink()
        self.assertTrue(reminder.exists())

    def test_a_record_of_a_person_can_go(self):
        self.person.unlink()
        self.assertEqual(self.note.with_user(self.champion).note, SECRET)

    def test_a_program_with_notes_is_kept_and_does_not_say_why(self):
        bare = self.program.copy({"name": "Bare"})
        self.env["rollout.conversation"].with_user(self.champion).create({"program_id": bare.id, "note": SECRET})
        for user in (self.lead, self.other_lead):
            with self.assertRaisesRegex(
                UserError, "“Bare” has a history, which is kept. Archive it instead."
            ) as raised:
                bare.with_user(user).unlink()
            self.assertNotIn(self.champion.name, str(raised.exception))

    def test_nobody_shortens_the_time_unseen(self):
        program = self.program.with_user(self.other_lead)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            program.conversation_retention_days = 29
            program.flush_recordset()
        self.env.invalidate_all()
        before = program.message_ids
        program.with_context(tracking_disable=True, mail_notrack=True).conversation_retention_days = 30
        self.env.flush_all()
        self.cr.precommit.run()
        [change] = (program.message_ids - before).sudo().tracking_value_ids
        self.assertEqual((change.old_value_integer, change.new_value_integer), (365, 30))
        self.assertTrue((program.message_ids - before).with_user(self.champion).read(["body"]), "authors read it")
        told = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("res_id", "=", program.id)]
        )
        told = told.filtered(lambda message: "after 30 days" in message.body)
        with_a_note, without = self.champion.partner_id, self.lead.partner_id
        self.assertEqual(told.partner_ids & (with_a_note | without), with_a_note | without)
        self.assertFalse(told.partner_ids & (self.staff | self.sponsor | self.stranger).partner_id)

    def test_the_time_is_within_reason(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.program.conversation_retention_days = 3651
            self.program.flush_recordset()
        self.program.invalidate_recordset()
        self.program.conversation_retention_days = 3650
        self.program.flush_recordset()

    def test_who_leaves_keeps_no_reminder(self):
        """Nobody else learns of it, and nobody else is asked."""
        reminder = self.note.sudo().reminder_id
        self.champion.action_archive()
        self.assertFalse(reminder.exists())

    def test_retention(self):
        start = datetime(2026, 11, 19, 3)
        with self._at(start):
            self.note.with_user(self.champion).action_close()
        open_note = self.note.with_user(self.champion).copy()
        left = self.env["rollout.conversation"].with_user(self.other_lead).create({"program_id": self.program.id})
        with self._at(start + timedelta(days=365)):
            self.env["rollout.conversation"]._gc_conversations()
        self.assertTrue(self.note.exists())
        self.other_lead.active = False
        self.env.cr.execute("UPDATE rollout_conversation SET write_date = %s", [start])
        self.env.invalidate_all()
        for _run in range(2):
            with self._at(start + timedelta(days=367)):
                self.env["rollout.conversation"]._gc_conversations()
        self.assertEqual((self.note | open_note | left).exists(), open_note)


@tagged("post_install", "-at_install")
class TestConversationRpc(ConversationCase, HttpCase):
    """The same, as a client over RPC."""

    def test_not_even_an_administrator_over_rpc(self):
        self.admin.password = "admin"
        for login in ("admin", "launch_lead"):
            self.authenticate(login, "admin" if login == "admin" else login)
            for method, args, kwargs in (
                ("search_read", [[]], {"fields": ["note"]}),
                ("web_search_read", [[], {"note": {}, "employee_id": {"fields": {"display_name": {}}}}], {}),
                ("formatted_read_group", [[], ["employee_id"], ["__count"]], {}),
                ("name_search", [""], {}),
                ("read", [self.note.ids, ["note"]], {}),
                ("web_read", [self.note.ids, {"note": {}}], {}),
                ("export_data", [self.note.ids, ["note", "employee_id/name"]], {}),
                ("write", [self.note.ids, {"note": "x"}], {}),
            ):
                with self.subTest(login=login, method=method), mute_logger("odoo.http"):
                    try:
                        found = self.make_jsonrpc_request(
                            f"/web/dataset/call_kw/rollout.conversation/{method}",
                            {"model": "rollout.conversation", "method": method, "args": args, "kwargs": kwargs},
                        )
                    except JsonRpcException as error:
                        self.assertIn("AccessError", str(error))
                    else:
                        self.assertNotIn(SECRET, str(found))
                        self.assertNotIn("Wilhelmina", str(found))

    def test_a_note_is_one_persons(self):
        """No number is made of what a single person has said or done."""
        self.assertTrue(self.env["rollout.conversation"]._is_personal)
