"""What people answered in the weekly form stays behind the items that the partner reads.

The only tests here that know the form.
"""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from .common import RAW, TUESDAY
from .common_portal import PartnerPortalCase


@tagged("post_install", "-at_install")
class TestAnswers(PartnerPortalCase):
    def _new_raw_item(self, **values):
        """Return an item made of an answer, as the release makes them."""
        wave = self.program._get_feedback_wave()
        answer = self.env["rollout.feedback"].create({"wave_id": wave.id, "comment": RAW, "kind": "frustration"})
        entry = LogEntry(summary=RAW, description=RAW, kind="frustration", source="form", feedback_ids=answer.ids)
        [item] = self.program._log_intake([entry])
        item = item.sudo()
        item.write(values)
        return item

    def test_the_partner_reaches_none(self):
        for method, args in (("search_read", ([],)), ("search_count", ([],)), ("read", (self.raw.feedback_ids.ids,))):
            with self.subTest(method), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call("rollout.feedback", method, *args)
        for page in ("", f"/items/{self.raw.id}"):
            self.assertNotIn(RAW, self._get(page))

    def test_no_path_leads_to_them(self):
        self.env["rollout.log.comment"].create({"item_id": self.raw.id, "body": "We look at it"})
        self.env["rollout.review"].create({"program_id": self.program.id})
        for model in ("rollout.log.comment", "rollout.review.item"):
            domain = [("item_id.feedback_ids.comment", "!=", False), ("company_id", "=", self.company.id)]
            self.assertTrue(self.env[model].with_user(self.lead).search_count(domain))
            for user in (self.champion, self.sponsor, self.staff, self.stranger):
                with self.subTest(model=model, user=user.login):
                    try:
                        found = self.env[model].with_user(user).search_count(domain)
                    except AccessError:
                        found = 0
                    self.assertFalse(found)

    def test_they_are_shared_in_other_words_alone(self):
        item = self.hidden
        self.assertFalse(item._get_team_wording())
        # Said to be the team's.
        item.source = "manual"
        self.assertFalse(item._get_team_wording())
        with self.assertRaisesRegex(UserError, "Write first"):
            item.with_user(self.lead).action_share_with_partner()
        with self.assertRaisesRegex(ValidationError, "own words"):
            item.with_user(self.lead).partner_summary = RAW
        item.with_user(self.lead).write({"partner_summary": "Paper jams upset people", "shared_with_partner": True})
        review = self._prepare(TUESDAY)
        line = review.line_ids.filtered(lambda line: line.item_id == item)
        self.assertEqual(line.wording, "Paper jams upset people")
        with self.assertRaisesRegex(ValidationError, "own words"):
            review.write({"notes": f"<p>They say: {RAW}</p>"})
