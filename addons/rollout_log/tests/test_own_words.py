"""What staff wrote is told in other words wherever others read it."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RAW, LogCase


@tagged("post_install", "-at_install")
class TestOwnWords(LogCase):
    def setUp(self):
        super().setUp()
        self.item = self._new_raw_item()

    def test_no_answer_s_words_in_a_reason_that_everybody_reads(self):
        request = self.env["rollout.customization.request"].with_user(self.staff)
        request = request.create({"name": "A button", "phase_id": self.accounting.id}).with_user(self.sponsor)
        check = self.accounting.gate_check_ids.filtered(lambda check: check.key == "master_data")
        override = self.env["rollout.gate.override.wizard"].with_user(self.sponsor)
        override = override.create({"phase_id": self.accounting.id, "reason": f"Somebody wrote: {RAW}"})
        for give in (
            override.action_override,
            lambda: check.with_user(self.sponsor)._waive(RAW),
            lambda: request._decide("exception", RAW),
        ):
            with self.assertRaisesRegex(ValidationError, "own words"), self.env.cr.savepoint():
                give()
        override.reason = "The trade fair can't wait"
        override.action_override()

    def test_no_answer_s_words_in_names_that_everybody_reads(self):
        for say in (
            lambda: self.stock.with_user(self.lead).write({"name": RAW}),
            lambda: self.program.with_user(self.lead).write({"name": RAW}),
            lambda: self.program.with_user(self.lead).write({"name": RAW.replace("boss", "bo\u200bss")}),
        ):
            with self.assertRaisesRegex(ValidationError, "own words"):
                say()
