from datetime import datetime

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.rollout_phase.tests.common_launch import LaunchCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

# The reviews of this program take place on Tuesdays at ten in Bangkok.
MONDAY = datetime(2026, 11, 16, 2, 0)
TUESDAY = datetime(2026, 11, 17, 3, 0)
NEXT_TUESDAY = datetime(2026, 11, 24, 3, 0)

# What somebody wrote: no partner is ever to read it.
RAW = "My boss shouts when the printer jams again"


class ReviewCase(LaunchCase):
    """A launch that is run with an implementation partner of two people."""

    LOGINS = "review"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What other addons' demo data has under way must not send anything here.
        (cls.env["rollout.program"].search([]) - cls.program).review_enabled = False
        cls.partner = cls.env["res.partner"].create(
            {"name": "Steady Steps", "is_company": True, "email": "team@steady.example.com"}
        )
        cls.consultant = cls._new_portal_user("consultant", cls.partner)
        cls.rival = cls._new_portal_user(
            "rival", cls.env["res.partner"].create({"name": "Rival Ltd", "is_company": True})
        )
        cls.contact = cls.consultant.partner_id
        cls.program.write({"partner_id": cls.partner.id, "review_contact_ids": [Command.set(cls.contact.ids)]})

    @classmethod
    def _new_portal_user(cls, login, company):
        user = new_test_user(
            cls.env,
            login=f"{cls.LOGINS}_{login}",
            groups="base.group_portal",
            email=f"{login}@partner.example.com",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        user.partner_id.write({"name": login.title(), "parent_id": company.id})
        return user

    @classmethod
    def _new_item(cls, name, on=None, **values):
        item = cls.env["rollout.log.item"].create({"name": name, "program_id": cls.program.id, **values})
        if on:
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE rollout_log_item SET create_date = %s, open_since = %s WHERE id = %s", (on, on, item.id)
            )
            item.invalidate_recordset()
        return item

    def _new_raw_item(self, **values):
        """Return an item in somebody's own words, as they come into the log."""
        self.program._log_intake([LogEntry(summary=RAW, description=RAW, kind="frustration")])
        item = self.env["rollout.log.item"].search([("program_id", "=", self.program.id)], limit=1, order="id desc")
        item.write(values)
        return item

    def _prepare(self, moment=MONDAY):
        with self._at(moment):
            return self.program.with_user(self.lead)._prepare_review()

    def _get_ledger(self, purpose):
        return self.env["rollout.mailing"].search(
            [("program_id", "=", self.program.id), ("purpose", "=", f"rollout_review.{purpose}")]
        )

    def _get_invitations(self):
        return self.env["mail.mail"].search([("model", "=", "calendar.event")])
