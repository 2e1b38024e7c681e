import ast
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, DigestCase, bangkok

# Ann is the champions' user, and has its address.
EVERYBODY = [
    "bo@launching.example.com",
    "champion@launching.example.com",
    "cy@launching.example.com",
    "di@launching.example.com",
    "lead@launching.example.com",
    "sponsor@launching.example.com",
]


@tagged("post_install", "-at_install")
class TestDigestReaders(DigestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.digest_staff = True
        cls.env["rollout.champion"].create({"phase_id": cls.phase.id, "employee_id": cls.employees[1].id})

    def _audiences(self):
        [by_audience] = self.program._get_digest_readers().values()
        return {audience: [reader.email for reader in readers] for audience, readers in by_audience.items()}

    def test_everybody_once_each_in_their_role(self):
        self.assertEqual(
            self._audiences(),
            {
                "sponsor": ["sponsor@launching.example.com"],
                "lead": ["lead@launching.example.com"],
                "champion": ["bo@launching.example.com"],
                "staff": EVERYBODY[1:4],
            },
        )
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(self._addresses(), EVERYBODY)
        rows = self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "=", "rollout_digest.digest")]
        )
        self.assertEqual(rows.mapped("period"), ["2026-W16"] * 6)
        self._run(bangkok(MONDAY, 8, 10))
        self.assertEqual(self._addresses(), EVERYBODY)

    def test_the_role_closest_to_the_launch_wins(self):
        self.employees[1].user_id = self.sponsor
        self.employees[2].user_id = self.lead
        audiences = self._audiences()
        self.assertFalse(audiences["champion"])
        self.assertEqual(audiences["staff"], [EVERYBODY[1], EVERYBODY[3]])
        self.program.digest_sponsor = False
        self.assertEqual(self._audiences()["champion"], ["sponsor@launching.example.com"])

    def test_whoever_changes_roles_within_the_week_has_had_their_mail(self):
        self._run(bangkok(MONDAY, 8))
        self.employees[2].user_id = self.staff
        self.program.lead_id = self.staff
        self.env["rollout.champion"].create({"phase_id": self.phase.id, "employee_id": self.employees[3].id})
        self._run(bangkok(MONDAY, 9))
        self.assertEqual(self._addresses(), EVERYBODY)

    def test_staff_get_nothing_unless_switched_on(self):
        names = ["digest_sponsor", "digest_lead", "digest_champions", "digest_staff"]
        defaults = self.env["rollout.program"].default_get(names)
        self.assertEqual([bool(defaults.get(name)) for name in names], [True, True, True, False])
        self.program.digest_staff = False
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(self._addresses(), [EVERYBODY[0], *EVERYBODY[4:]])

    def test_each_switch_is_for_its_audience(self):
        for name in ("sponsor", "lead", "champions", "staff"):
            self.program[f"digest_{name}"] = False
            audience = name.removesuffix("s") if name == "champions" else name
            self.assertFalse(self._audiences().get(audience), name)
            self.program[f"digest_{name}"] = True

    def test_a_shared_mailbox_gets_one_mail_and_can_end_it(self):
        (self.employees[2] | self.employees[3]).work_email = "Shop@launching.example.com"
        self.assertEqual(self._audiences()["staff"], [EVERYBODY[1], "Shop@launching.example.com"])
        optouts = self.env["rollout.digest.optout"]
        optouts.create({"program_id": self.program.id, "employee_id": self.employees[2].id})
        self.assertEqual(self._audiences()["staff"], [EVERYBODY[1]])

    def test_a_decision_outlives_the_employee(self):
        self.employees[1].user_id = self.sponsor
        self.env["rollout.digest.optout"].create({"program_id": self.program.id, "employee_id": self.employees[1].id})
        self.employees[1].active = False
        self.assertFalse(self._audiences()["sponsor"])

    def test_only_departments_in_launch(self):
        self.phase.sudo().stage_id = self.env.ref("rollout_phase.stage_stable")
        other = self._new_phase(self._new_department("Sales"))
        self.employees[3].department_id = other.department_id
        self.assertEqual(self._audiences()["staff"], ["di@launching.example.com"])

    def test_a_cancelled_phase_has_no_readers(self):
        self._new_phase(self._new_department("Sales"))
        self.phase.with_user(self.lead).action_cancel()
        audiences = self._audiences()
        self.assertFalse(audiences.get("champion"))
        self.assertFalse(audiences["staff"])

    def test_nobody_gone_gets_a_mail(self):
        self.employees[1:3].active = False
        self.lead.active = False
        audiences = self._audiences()
        self.assertFalse(audiences["champion"])
        self.assertNotIn("lead", audiences)
        self.assertEqual(audiences["staff"], [EVERYBODY[1], EVERYBODY[3]])

    def test_eight_o_clock_is_the_readers(self):
        self.lead.tz = "Europe/Brussels"
        self.sponsor.tz = "Pacific/Auckland"
        self.employees[2].resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Tokyo", "tz": "Asia/Tokyo", "company_id": self.company.id}
        )
        self._run(bangkok(MONDAY - timedelta(days=1), 12))
        self._run(bangkok(MONDAY, 2, 59))
        self.assertEqual(self._addresses(), EVERYBODY, "last week's")
        self._mails().unlink()
        self._run(bangkok(MONDAY, 3))
        self.assertEqual(self._addresses(), ["sponsor@launching.example.com"])
        self._run(bangkok(MONDAY, 6))
        self.assertEqual(self._addresses(), ["cy@launching.example.com", "sponsor@launching.example.com"])
        self._run(bangkok(MONDAY, 12, 59))
        self.assertEqual(self._addresses(), [address for address in EVERYBODY if not address.startswith("lead")])
        self._run(bangkok(MONDAY, 13))
        self.assertEqual(self._addresses(), EVERYBODY)
        periods = self.env["rollout.mailing"].search([("purpose", "=", "rollout_digest.digest")]).mapped("period")
        self.assertEqual(sorted(periods), ["2026-W15"] * 6 + ["2026-W16"] * 6)

    def test_what_a_user_has_chosen_goes_before_the_site(self):
        tokyo = self.env["resource.calendar"].create(
            {"name": "Tokyo", "tz": "Asia/Tokyo", "company_id": self.company.id}
        )
        self.employees.resource_calendar_id = tokyo
        self.champion.tz = "Europe/Brussels"  # who is Ann
        zones = [self.program._find_reader("hr.employee", employee.id).tz for employee in self.employees[:2]]
        self.assertEqual(zones, ["Europe/Brussels", "Asia/Tokyo"])

    def test_the_day_is_the_readers(self):
        self.sponsor.tz = "Pacific/Auckland"
        self.lead.tz = "Pacific/Honolulu"
        self._run(bangkok(MONDAY, 3))  # still Sunday in Greenwich
        self.assertIn("April 13, 2026", self._mails(self.sponsor.email).body_html)
        self._mails().unlink()
        self._run(bangkok(MONDAY + timedelta(days=1), 1))  # Tuesday already where the company is
        self.assertIn("April 13, 2026", self._mails(self.lead.email).body_html)

    def test_a_traveller_gets_no_second_mail(self):
        self.sponsor.tz = "Pacific/Auckland"
        self._run(bangkok(MONDAY, 3))
        self.sponsor.tz = "Pacific/Honolulu"
        self._run(bangkok(MONDAY, 9))
        self._run(bangkok(MONDAY + timedelta(days=1), 9))
        self.assertEqual(len(self._mails(self.sponsor.email)), 1)

    def test_the_clocks_change_and_nobody_gets_two(self):
        self.lead.tz = "America/New_York"
        self.program.write({"digest_weekday": "6", "digest_hour": 2.5})  # an hour that is left out
        sunday = MONDAY.replace(month=3, day=8)
        for hour in range(48):
            self._run(bangkok(sunday, 0) + timedelta(hours=hour))
        self.assertEqual(len(self._mails(self.lead.email)), 1)

    def test_a_time_zone_nobody_knows_holds_up_nobody(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s", [self.lead.partner_id.id])
        self.env.invalidate_all()
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(self._addresses(), EVERYBODY)

    def test_it_goes_on_though_nobody_logs_in(self):
        self.env["res.users.log"].sudo().search([]).unlink()
        for week in range(8):
            self._run(bangkok(MONDAY + timedelta(weeks=week), 8))
        self.assertEqual(len(self._mails()), 8 * 6)

    def test_staff_see_nothing_that_they_may_not_read(self):
        staff, sponsor, champion = map(self._render, ("staff", "sponsor", "champion"))
        for body in (sponsor, champion):
            self.assertIn("gate:", body)
        self.assertNotIn("gate:", staff)
        self.assertIn("Accounting", staff)
        self.assertNotIn("/odoo/", staff, "not everybody has a login")
        self.assertIn("because your department takes part", staff)
        self.assertIn("because you are the sponsor", sponsor)

    def test_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("th_TH")
        self.employees[0].lang = "th_TH"  # what the user has chosen goes before
        self.employees[1].lang = "fr_FR"  # not installed
        self.assertEqual(self.program._find_reader("hr.employee", self.employees[0].id).lang, "en_US")
        self.assertEqual(self.program._find_reader("hr.employee", self.employees[2].id).lang, "en_US")
        self.employees[2].lang = "th_TH"
        self.assertEqual(self.program._find_reader("hr.employee", self.employees[2].id).lang, "th_TH")
        self.assertEqual(self.program._find_reader("hr.employee", self.employees[1].id).lang, "en_US")
        self._run(bangkok(MONDAY, 8))
        mail = self.env["mail.mail"].search([("email_to", "=", EVERYBODY[2])])
        self.assertIn('lang="th-TH"', mail.body_html)
        self.assertIn("13 เมษายน 2569", mail.body_html)
        self.assertIn("April 13, 2026", self._mails(EVERYBODY[0]).body_html)

    def test_rendered_once_for_all_who_read_the_same(self):
        rendered = []
        working = self.registry["rollout.digest.section"]._render_layout

        def counted(section, program, **values):
            rendered.append((program.id, values["reason"]))
            return working(section, program, **values)

        self.patch(self.registry["rollout.digest.section"], "_render_layout", counted)
        self._run(bangkok(MONDAY, 8))
        self.assertEqual(len(rendered), 4, "one for each audience")
        mails = self._mails()
        links = [ast.literal_eval(mail.headers)["List-Unsubscribe"] for mail in mails]
        self.assertEqual(len(set(links)), 6)
        for mail, link in zip(mails, links, strict=True):
            self.assertIn(f'href="{link.strip("<>")}"', mail.body_html)
            self.assertNotIn("unsubscribe.invalid", mail.body_html)
            self.assertEqual(ast.literal_eval(mail.headers)["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_queries_do_not_grow_with_the_readers(self):
        def measured(people):
            department = self._new_department(f"D{people}")
            self.env["hr.employee"].create(
                [
                    {
                        "name": f"P{people}-{number}",
                        "company_id": self.company.id,
                        "department_id": department.id,
                        "work_email": f"p{people}-{number}@launching.example.com",
                    }
                    for number in range(people)
                ]
            )
            program = self.program.copy({"name": f"L{people}", "active": True})
            self.env["rollout.program"].search([("id", "!=", program.id)]).active = False
            self._new_phase(department, program_id=program.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run(bangkok(MONDAY, 8))
            queries = self.env.cr.sql_log_count - before
            queued = self.env["rollout.mailing"].search_count([("program_id", "=", program.id)])
            self.assertEqual(queued, people + 2)
            return queries

        measured(2)
        few, many = measured(100), measured(400)
        self.assertLessEqual(many - few, 0.1 * 300)

    def test_queries_do_not_grow_with_the_programs(self):
        def measured(count):
            programs = self.env["rollout.program"]
            for number in range(count):
                programs |= (program := self.program.copy({"name": f"P{count}-{number}"}))
                department = self._new_department(f"D{count}-{number}")
                phase = self._new_phase(department, program_id=program.id)
                employee = self.env["hr.employee"].create(
                    {"name": department.name, "company_id": self.company.id, "department_id": department.id}
                )
                self.env["rollout.champion"].create({"phase_id": phase.id, "employee_id": employee.id})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            readers = programs._get_digest_readers()
            queries = self.env.cr.sql_log_count - before
            self.assertEqual([len(by_audience["champion"]) for by_audience in readers.values()], [1] * count)
            return queries

        measured(1)
        self.assertLessEqual(measured(12), measured(2))

    def test_old_rows_go_and_nobody_gets_a_second_mail_for_it(self):
        self._run(bangkok(MONDAY, 8))
        self._run(bangkok(MONDAY + timedelta(weeks=5), 8))
        with freeze_time(bangkok(MONDAY + timedelta(weeks=6), 7)):
            self.env["rollout.mailing"]._gc_weekly_mails()
        periods = self.env["rollout.mailing"].search([("purpose", "=", "rollout_digest.digest")]).mapped("period")
        self.assertEqual(set(periods), {"2026-W21"})
