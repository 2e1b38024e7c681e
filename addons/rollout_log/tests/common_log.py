from odoo.tests import new_test_user

from odoo.addons.rollout_phase.tools.log_entry import LogEntry

from odoo.addons.rollout_feedback.tests.common import FeedbackCase

# What somebody wrote.
RAW = "My boss shouts when the printer jams again"


class LogCase(FeedbackCase):
    """A log with a second program beside it, and a champion of Stock's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["rollout.log.item"]
        cls.stock_champion = new_test_user(
            cls.env,
            login="feedback_stock_champion",
            groups="rollout_phase.group_rollout_champion",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
            email="stock_champion@launching.example.com",
        )
        cls.env["rollout.champion"].create(
            {
                "phase_id": cls.stock.id,
                "employee_id": cls._new_employee(
                    "Stockchampion", cls.stock.department_id, user_id=cls.stock_champion.id
                ).id,
            }
        )

    @classmethod
    def _new_item(cls, name="Nobody knows how to book a return", **values):
        return cls.items.create({"name": name, "program_id": cls.program.id, **values})

    def _new_raw_item(self, **values):
        """Return an item made of an answer, as the release makes them."""
        wave = self._new_wave()
        feedback = self.env["rollout.feedback"].create({"wave_id": wave.id, "comment": RAW, "kind": "frustration"})
        self.program._log_intake(
            [LogEntry(summary=RAW, description=RAW, kind="frustration", source="form", feedback_ids=feedback.ids)]
        )
        item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
        item.write(values)
        return item

    @staticmethod
    def _notes(record):
        return "\n".join(record.message_ids.mapped("body"))
