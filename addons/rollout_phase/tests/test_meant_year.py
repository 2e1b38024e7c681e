"""A date whose year can't be meant is refused with the year that was, whichever way it comes."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import RolloutCase

# What people write for 31 January 2027, and what the sentence says of it.
SLIPS = {
    "2570-01-31": "2027 (B.E. 2570)",
    "1970-01-31": "2027 (B.E. 2570)",
    "0070-01-31": "2027 (B.E. 2570)",
    "0027-01-31": "2027",
    "2207-01-31": "2027",
    "3027-01-31": "2027",
    "1448-08-22": "2027 (Hijri 1448)",
    "1405-11-11": "2027 (Solar Hijri 1405)",
    "0116-01-31": "2027 (Minguo 116)",
}
# No computer and no reader knows what was meant.
RIDDLES = ("4711-01-31", "1850-01-31", "2015-12-31", "2037-01-01", "9999-12-31")


@freeze_time("2026-11-28 05:00:00")
@tagged("post_install", "-at_install", "together")
class TestMeantYear(RolloutCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("th_TH")

    def _describe_phase(self, department):
        """Return the values of a phase of a new department."""
        return {"program_id": self.program.id, "department_id": self._new_department(department).id}

    def _written_dates(self):
        """Yield each model with the date fields that the suite brings and somebody can write."""
        for model in self.env.values():
            if model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                ours = model._name.startswith("rollout.") or any(name.startswith("rollout") for name in field._modules)
                if not ours or field.name in ("create_date", "write_date") or field.readonly:
                    continue
                if field.type in ("date", "datetime") and (field.store or field.inverse):
                    yield model, field

    def test_every_date_of_the_suite(self):
        """A new field without the guard fails here: its model needs `rollout.dated.mixin`."""
        found = set()
        for model, field in self._written_dates():
            found.add(f"{model._name}.{field.name}")
            end = " 09:00:00" if field.type == "datetime" else ""
            for day, meant in SLIPS.items():
                with self.subTest(field=field, day=day), self.assertRaises(ValidationError) as caught:
                    model.create({field.name: day + end})
                self.assertIn(f"Did you mean {meant}?", str(caught.exception))
            for day in RIDDLES:
                with self.subTest(field=field, day=day), self.assertRaises(ValidationError) as caught:
                    model.create({field.name: day + end})
                self.assertIn("2016 to 2036", str(caught.exception))
            for day in ("2016-01-01", "2026-11-28", "2027-01-31", "2036-12-31"):
                model._check_years({field.name: day + end})
        for name in (
            "rollout.phase.planned_go_live",
            "rollout.plan.wizard.date_start",
            "rollout.next.phase.wizard.planned_go_live",
        ):
            self.assertIn(name, found)

    def test_what_a_client_sends_for_read_only_dates(self):
        checks = self.phase.gate_check_ids
        checks._check_years({"confirmed_on": "2570-01-31 09:00:00"})
        with self.assertRaises(ValidationError):
            checks.with_user(self.lead)._check_years({"confirmed_on": "2570-01-31 09:00:00"})

    def test_the_sentence_over_rpc(self):
        new, forged = self._describe_phase("Sales"), {"planned_go_live": "2570-01-31"}
        self.env["ir.module.module"]._get("rollout_phase")._update_translations(["th_TH"])
        for lang, words in (("en_US", "Planned Go-Live: The year 2570"), ("th_TH", "2570")):
            self.lead.lang = lang
            self.authenticate(self.lead.login, self.lead.login)
            for method, args in (
                ("write", [self.phase.ids, forged]),
                ("web_save", [self.phase.ids, forged, {}]),
                ("create", [{**new, **forged}]),
            ):
                with mute_logger("odoo.http"):
                    answer = self.url_open(
                        f"/web/dataset/call_kw/rollout.phase/{method}",
                        json={
                            "params": {
                                "model": "rollout.phase",
                                "method": method,
                                "args": args,
                                "kwargs": {"context": {"lang": lang}},
                            }
                        },
                    ).json()
                message = answer["error"]["data"]["message"]
                self.assertIn(words, message)
                self.assertIn("2027", message)
        self.assertFalse(self.phase.planned_go_live)

    def _import(self, day):
        department = self._new_department(f"Sales of {day.replace('/', ' ')}")
        table = f"Program,Department,Planned Go-Live\nLaunch,{department.name},{day}\n"
        wizard = (
            self.env["base_import.import"]
            .with_user(self.lead)
            .create(
                {
                    "res_model": "rollout.phase",
                    "file": table.encode(),
                    "file_name": "phases.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": "",
            "encoding": "",
            "date_format": "",
            "datetime_format": "",
            "float_thousand_separator": ",",
            "float_decimal_separator": ".",
            "advanced": True,
            "sheet": "",
            "keep_matches": False,
        }
        preview = wizard.parse_preview(options)
        paths = ["/".join(preview["matches"][column]) for column in range(3)]
        result = wizard.execute_import(paths, preview["headers"], preview["options"])
        return result["ids"], " ".join(message["message"] for message in result["messages"])

    def test_imported_from_a_spreadsheet(self):
        for day in ("31/01/2570", "31/1/70"):
            ids, messages = self._import(day)
            self.assertFalse(ids)
            self.assertIn("2027 (B.E. 2570)", messages)
        ids, messages = self._import("31/01/2027")
        self.assertFalse(messages)
        self.assertEqual(self.env["rollout.phase"].browse(ids).planned_go_live, date(2027, 1, 31))

    def test_in_a_form_and_a_wizard(self):
        for typed, meant in (("2570-01-31", "2027"), ("9999-12-31", "9999")):
            with self.assertRaisesRegex(ValidationError, meant), Form(self.phase.with_user(self.lead)) as form:
                form.planned_go_live = typed
        wizard = Form(
            self.env["rollout.plan.wizard"].with_user(self.lead).with_context(default_program_id=self.program.id)
        )
        wizard.date_start = "9999-12-31"
        wizard.date_start = "1970-01-31"
        with self.assertRaisesRegex(ValidationError, "2027"):
            wizard.save()

    def test_a_task_on_a_record_of_the_launch(self):
        tasks = [
            record.activity_schedule("mail.mail_activity_data_todo")
            for record in (self.phase, self.env.user.partner_id)
        ]
        ours, theirs = (task.with_user(self.lead) for task in tasks)
        with self.assertRaisesRegex(ValidationError, "2027"):
            ours.date_deadline = "2570-01-31"
        with self.assertRaisesRegex(ValidationError, "2027"):
            self.phase.with_user(self.lead).activity_schedule("mail.mail_activity_data_todo", "2570-01-31")
        theirs.sudo().date_deadline = "2570-01-31"  # other apps' days are theirs

    def test_in_a_default_that_a_client_sends(self):
        with self.assertRaises(ValidationError):
            self.env["rollout.phase"].with_user(self.lead).with_context(default_planned_go_live="2570-01-31").create(
                self._describe_phase("Sales")
            )

    def test_what_was_stored_before_can_be_mended(self):
        self.phase.flush_recordset()
        self.env.cr.execute("UPDATE rollout_phase SET planned_go_live = '2570-01-31' WHERE id = %s", [self.phase.id])
        self.phase.invalidate_recordset()
        phase = self.phase.with_user(self.lead)
        phase.name = "Accounting, old"
        phase.write({"planned_go_live": "2570-01-31", "sequence": 3})
        self.program.write({"phase_ids": [Command.update(phase.id, {"sequence": 4})]})
        with self.assertRaises(ValidationError):
            phase.planned_go_live = "2570-02-28"
        with self.assertRaises(ValidationError):
            other = phase.copy({**self._describe_phase("Sales"), "planned_go_live": False})
            (phase | other).write({"planned_go_live": "2570-01-31"})
        phase.planned_go_live = "2027-01-31"
        self.assertEqual(phase.planned_go_live, date(2027, 1, 31))
        phase.planned_go_live = False
