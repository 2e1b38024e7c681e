from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.rollout_phase.tests.common import RolloutCase
from odoo.addons.rollout_phase.tests.common_gate import GateFixCase
from odoo.addons.rollout_phase.tests.common_queries import QueryCase

# The four criteria that come with the addon, in their order.
WEIGHTS = (25, 30, 25, 20)


@tagged("post_install", "-at_install")
class TestPartnerScorecard(GateFixCase, QueryCase, RolloutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other criteria of the database at hand don't matter here.
        criteria = cls.env["rollout.partner.criterion"]
        for name in ("industry", "migration", "support", "says_no"):
            criteria |= cls.env.ref(f"rollout_partner.criterion_{name}")
        for criterion, weight in zip(criteria, WEIGHTS, strict=True):
            criterion.write({"active": True, "weight": weight})
        criteria.search([("id", "not in", criteria.ids)]).active = False
        cls.steady, cls.grand = cls.env["res.partner"].create([{"name": "Steady"}, {"name": "Grand"}])

    def _score(self, partner, ratings, moment="choice"):
        scorecard = (
            self.env["rollout.partner.scorecard"]
            .with_user(self.lead)
            .create({"program_id": self.program.id, "partner_id": partner.id, "moment": moment})
        )
        for line, rating in zip(scorecard.line_ids, ratings, strict=False):
            line.rating = rating
        return scorecard

    def _answer(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "partner")
        check.ensure_one().invalidate_recordset()
        return check.state, check.detail

    def test_total_is_weighted(self):
        scorecard = self._score(self.steady, "4455")
        self.assertEqual(scorecard.line_ids.mapped("weight"), list(WEIGHTS))
        self.assertEqual(scorecard.total, 4.45, "(4·25 + 4·30 + 5·25 + 5·20) ÷ 100")
        self.assertTrue(scorecard.is_complete)

    def test_unscored_criteria_are_not_zero(self):
        scorecard = self._score(self.steady, "44")
        self.assertEqual(scorecard.total, 4)
        self.assertFalse(scorecard.is_complete)
        with self.assertRaisesRegex(UserError, "Score every criterion"):
            scorecard.action_choose()
        self.assertFalse(self._score(self.grand, "").total)

    def test_later_weights_leave_old_totals_alone(self):
        scorecard = self._score(self.steady, "1555")
        before = scorecard.total
        self.env.ref("rollout_partner.criterion_industry").weight = 500
        scorecard.invalidate_recordset()
        self.assertEqual(scorecard.total, before)
        self.assertEqual(self._score(self.grand, "1555").line_ids[0].weight, 500)

    def test_what_counts_how_much_changes_with_a_note(self):
        scorecard = self._score(self.steady, "51")
        line, other = scorecard.line_ids[:2]
        criterion = other.criterion_id
        line.weight = 90
        other.unlink()
        told = " ".join(scorecard.message_ids.mapped("body"))
        self.assertIn(f"{line.criterion_id.name} counts 90 instead of 25.", told)
        self.assertIn(f"{criterion.name} doesn't count any more.", told)

    def test_gate_wants_a_comparison(self):
        self.assertEqual(self._answer()[0], "missing")
        self.program.partner_id = self.steady
        self.assertEqual(self._answer()[0], "fail", "chosen, but on nothing")
        self._score(self.steady, "4455")
        self.assertEqual(self._answer()[0], "fail", "compared with nobody")
        grand = self._score(self.grand, "542")
        self.assertEqual(self._answer()[0], "fail", "the other one isn't scored to the end")
        grand.line_ids[3].rating = "3"
        self.assertEqual(self._answer(), ("pass", "Steady was chosen with 4.45 of 5, out of 2 candidates"))
        self.program.partner_id = self.env["res.partner"].create({"name": "Cousin"})
        self.assertEqual(self._answer()[0], "fail")

    def test_what_is_missing_is_one_click_away(self):
        check = self.phase.gate_check_ids.filtered(lambda check: check.kind == "partner").with_user(self.lead)
        self._score(self.steady, "44")
        self.assertTrue(check.can_fix)
        action = self._open(check, self.lead)
        self.assertEqual(action["domain"], [("program_id", "=", self.program.id)])
        self._open(check, self.sponsor)

    def test_one_look_for_many_phases(self):
        phases = self.phase
        for number in range(5):
            phases |= self._new_phase(self._new_department(f"Department {number}"))
        self._score(self.steady, "4455")
        self.program.partner_id = self.steady
        evaluate = self.env["rollout.gate.check"]._evaluate_partner
        self.assertEqual(self._count(evaluate, phases), self._count(evaluate, self.phase))

    def test_partner_check_is_advisory(self):
        self._open_gate()
        self.phase.with_user(self.lead).action_go_live()
        self.assertEqual(self.phase.stage_code, "live")

    def test_choosing(self):
        steady, grand = self._score(self.steady, "4455"), self._score(self.grand, "5423")
        steady.action_choose()
        self.assertEqual(self.program.partner_id, self.steady)
        self.assertEqual((steady.outcome, grand.outcome), ("chosen", "declined"))
        for change in (
            lambda: setattr(grand.line_ids[0], "rating", "1"),
            grand.line_ids[0].unlink,
            lambda: steady.write({"line_ids": [(5,)]}),
            lambda: steady.write({"partner_id": self.grand.id}),
            lambda: steady.write({"moment": "day_30"}),
            steady.unlink,
        ):
            with self.assertRaises(UserError):
                change()
        grand.action_choose()
        self.assertEqual(self.program.partner_id, self.grand, "one may think again")
        self.assertEqual((steady.outcome, grand.outcome), ("declined", "chosen"))

    def test_outcome_can_not_be_forged(self):
        scorecard = self._score(self.steady, "4455")
        with self.assertRaisesRegex(UserError, "with the button"):
            scorecard.outcome = "chosen"
        values = {"program_id": self.program.id, "partner_id": self.grand.id, "line_ids": []}
        with self.assertRaisesRegex(UserError, "with the button"):
            scorecard.create({**values, "outcome": "chosen"})
        with self.assertRaisesRegex(UserError, "with the button"):
            scorecard.with_context(default_outcome="chosen").create({**values, "moment": "day_30"})

    def test_the_day_that_is_proposed_is_the_programs(self):
        """At noon of the second in Bangkok it is still the first in Honolulu."""
        with freeze_time("2026-12-02 05:00:00"):
            scorecards = self.env["rollout.partner.scorecard"].with_context(tz="Pacific/Honolulu")
            card = scorecards.create({"program_id": self.program.id, "partner_id": self.steady.id})
        self.assertEqual(card.date, date(2026, 12, 2))

    def test_scores_do_not_move_to_another_company(self):
        scorecard = self._score(self.steady, "4455")
        elsewhere = self.env["rollout.program"].create({"name": "Elsewhere", "company_id": self.other_company.id})
        foreign = self.env["rollout.partner.scorecard"].create(
            {"program_id": elsewhere.id, "partner_id": self.grand.id, "line_ids": []}
        )
        with self.assertRaises(AccessError):
            scorecard.program_id = elsewhere.id
        with self.assertRaises(AccessError):
            scorecard.line_ids[0].scorecard_id = foreign.id
        with self.assertRaises(AccessError):
            foreign.with_user(self.lead).read(["total"])
        self.assertEqual(foreign.with_user(self.stranger).total, 0)

    def test_scoring_again_keeps_the_earlier_scores(self):
        first = self._score(self.steady, "4455")
        self._score(self.grand, "5423")
        first.action_choose()
        scorecards = first
        for moment in ("day_30", "day_60", "day_90"):
            action = scorecards[-1].action_score_again()
            again = first.browse(action["res_id"])
            self.assertEqual((again.partner_id, again.moment), (self.steady, moment))
            self.assertFalse(again.total)
            self.assertEqual(scorecards[-1].action_score_again()["res_id"], again.id)
            again.line_ids.rating = "3"
            scorecards |= again
        self.assertEqual(scorecards.mapped("total"), [4.45, 3, 3, 3])
        with self.assertRaises(UserError):
            scorecards[-1].action_score_again()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._score(self.steady, "1", moment="day_30")

    def test_first_go_live_starts_the_days_of_scoring(self):
        self.program.partner_id = self.steady
        second = self._new_phase(self._new_department("Inventory"))
        with freeze_time("2026-03-01 18:30:00"):  # the 2nd in Bangkok
            self._open_gate()
            self._open_gate(second)
            self.phase.with_user(self.lead).action_go_live()
        activities = self.program.activity_ids
        self.assertEqual(
            activities.mapped("date_deadline"),
            [date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31)],
        )
        self.assertEqual(activities.user_id, self.lead)
        with freeze_time("2026-04-20 18:30:00"):
            second.with_user(self.lead).action_go_live()
        self.assertEqual(self.program.activity_ids, activities, "the second go-live starts nothing")
