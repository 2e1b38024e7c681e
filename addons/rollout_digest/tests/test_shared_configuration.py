"""What the digests of all companies hold alike is one company's to change for itself alone."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DigestCase


@tagged("post_install", "-at_install")
class TestSharedConfiguration(DigestCase):
    def _new_program_elsewhere(self):
        program = self.env["rollout.program"].create({"name": "Elsewhere", "company_id": self.other_company.id})
        department = self.env["hr.department"].create({"name": "Far", "company_id": self.other_company.id})
        self.env["rollout.phase"].create({"program_id": program.id, "department_id": department.id})
        return program

    def _render_all(self, *programs):
        programs = self.program.union(*programs)
        bodies = self.env["rollout.digest.section"]._render_digests(programs, "sponsor")
        return [str(bodies[program.id]) for program in programs]

    def test_a_copy_of_what_is_shared_is_the_company_s_own(self):
        shared = self.env["rollout.digest.section"].search([("audience", "=", "sponsor")])
        self.assertFalse(shared.company_id)
        for user in (self.lead, self.stranger):
            copies = shared.with_user(user).copy()
            self.assertEqual(copies.company_id, user.company_id)
            self.assertEqual(len(copies), len(shared))
        own = self.env["rollout.digest.section"].search(
            [("audience", "=", "sponsor"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(own.mapped("kind"), shared.mapped("kind"))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            shared.with_user(self.lead).copy()
        admin = self.env.ref("base.user_admin")
        self.assertEqual(shared.with_user(admin).copy().company_id, admin.company_id)

    def test_shared_sections_are_the_administrators(self):
        shared = self.env["rollout.digest.section"].search([("audience", "=", "sponsor")])
        self.assertFalse(shared.company_id)
        for user in (self.lead, self.stranger):
            for change in (lambda own: own.write({"active": False}), lambda own: own.unlink()):
                with self.assertRaises(AccessError):
                    change(shared.with_user(user))
        before = self._render_all()
        sections = self.env["rollout.digest.section"].with_user(self.stranger)
        sections.create([{"kind": kind, "audience": "sponsor", "active": False} for kind in shared.mapped("kind")])
        self.assertEqual(self._render_all(), before)

    def test_a_company_s_own_section_takes_the_place_of_the_shared_one(self):
        elsewhere = self._new_program_elsewhere()
        for body in self._render_all(elsewhere):
            self.assertEqual(body.count("Phases"), 1)
        own = self.env["rollout.digest.section"].with_user(self.lead).create({"kind": "phases", "audience": "sponsor"})
        for body in self._render_all(elsewhere):
            self.assertEqual(body.count("Phases"), 1)
        own.active = False
        here, there = self._render_all(elsewhere)
        self.assertNotIn("Phases", here)
        self.assertIn("Phases", there)
        self.assertFalse(own.with_user(self.stranger).has_access("read"))
