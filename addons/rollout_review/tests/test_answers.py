"""What staff wrote stays behind the items that the partner reads."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import RAW, TUESDAY
from .common_portal import PartnerPortalCase


@tagged("post_install", "-at_install")
class TestAnswers(PartnerPortalCase):
    def test_the_partner_reaches_none(self):
        for method, args in (("search_read", ([],)), ("search_count", ([],)), ("read", (self.raw.ids,))):
            with self.subTest(method), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._call("rollout.log.item", method, *args)
        for page in ("", f"/items/{self.raw.id}"):
            self.assertNotIn(RAW, self._get(page))

    def test_they_are_shared_in_other_words_alone(self):
        item = self.hidden
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
