"""No figure tells on a single person: what people have said is no source of a KPI."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.rollout_feedback.tests.common import FeedbackCase


@tagged("post_install", "-at_install", "together")
class TestPersonalSources(FeedbackCase):
    def _new_kpi(self, **values):
        return (
            self.env["rollout.kpi"]
            .with_user(self.lead)
            .create(
                {
                    "name": "One answer",
                    "source": "records",
                    "date_field": "create_date",
                    "min_count": 1,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def test_what_one_person_has_said_is_no_source(self):
        models = self.env["rollout.kpi"]._get_personal_models()
        self.assertLessEqual(
            {
                "rollout.feedback",
                "rollout.kiosk.tap",
                "rollout.reply",
                "rollout.sealed.answer",
                "rollout.sealed.note",
                "rollout.sealed.reply",
                "rollout.spent.token",
            },
            models,
        )
        for model in models:
            # Of some of them nobody at all may read a record, which is said instead.
            is_readable = self.env[model].with_user(self.lead).has_access("read")
            refusal = "would tell on a single person" if is_readable else "may not read"
            with self.subTest(model), self.assertRaisesRegex(ValidationError, refusal):
                self._new_kpi(record_model=model, measure="count")
        with self.assertRaisesRegex(ValidationError, "would tell on a single person"):
            self._new_kpi(
                record_model="rollout.feedback", measure="avg", value_field="mood", record_domain="[('id','=',1)]"
            )

    def test_no_condition_leads_to_it(self):
        for domain in (
            "[('feedback_ids.mood', '=', 1)]",
            "[('program_id', '!=', False), '!', ('feedback_ids', 'any', [('mood', '=', 1)])]",
            "[('program_id', 'any', [('wave_ids.feedback_ids.mood', '=', 1)])]",
        ):
            for values in ({"record_domain": domain}, {"measure": "share", "share_domain": domain}):
                with self.subTest(**values), self.assertRaisesRegex(ValidationError, "would tell on a single person"):
                    self._new_kpi(record_model="rollout.log.item", **values)
        self._new_kpi(record_model="rollout.log.item", record_domain="[('critical', '=', True)]")

    def test_an_older_one_tells_nothing_any_more(self):
        kpi = self._new_kpi(record_model="rollout.log.item")
        self.env.flush_all()
        self.env.cr.execute("UPDATE rollout_kpi SET record_model = 'rollout.feedback' WHERE id = %s", [kpi.id])
        self.env.invalidate_all()
        self.assertEqual(kpi._find_problem(self.lead), {"problem": "personal", "model": "rollout.feedback"})
