from odoo.addons.rollout_phase.tests.common_launch import LaunchCase
from odoo.addons.rollout_phase.tools.log_entry import LogEntry

# What somebody wrote.
RAW = "My boss shouts when the printer jams again"


class LogCase(LaunchCase):
    """A log, and a champion of Stock's beside the one of Accounting's."""

    LOGINS = "log"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["rollout.log.item"]
        cls.stock_champion = cls._new_user("stock_champion", "rollout_phase.group_rollout_champion")
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
        """Return an item in somebody's own words, as they come into the log."""
        self.program._log_intake([LogEntry(summary=RAW, description=RAW, kind="frustration")])
        item = self.items.search([("program_id", "=", self.program.id)], limit=1, order="id desc")
        item.write(values)
        return item

    @staticmethod
    def _notes(record):
        return "\n".join(record.message_ids.mapped("body"))
