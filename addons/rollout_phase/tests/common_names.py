from odoo.tools import mute_logger


class NamesCase:
    """What belongs to a phase is imported for one department, and told apart by it; for tests next to RolloutCase.

    A second program launches the same department. ``NAMED`` has ``{model: {column: text}}``, with what a row of an
    import says beside its phase.
    """

    # Odoo runs only the tests of a class itself, unless it is told otherwise.
    allow_inherited_tests_method = True
    NAMED = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["rollout.program"].create({"name": "Second site", "company_id": cls.company.id})
        cls.other_phase = cls._new_phase(cls.department, program_id=cls.second.id)

    def _load(self, model, names, rows):
        # Odoo tries what it could read of a row, and logs that a required value is missing.
        with mute_logger("odoo.sql_db"):
            return self.env[model].with_user(self.lead).load(names, rows)

    def _find(self, model, name, operator="="):
        found = self.env[model].with_user(self.lead).name_search(name, operator=operator)
        return self.env[model].browse([id_ for id_, _name in found])

    def _load_for_phases(self, model, *names):
        columns = self.NAMED[model]
        return self._load(model, [*columns, "phase_id"], [[*columns.values(), name] for name in names])

    def test_a_name_of_several_is_refused(self):
        for model in self.NAMED:
            with self.subTest(model):
                result = self._load_for_phases(model, "Launch / Accounting", "Accounting")
                self.assertFalse(result["ids"])
                message = result["messages"][0]
                self.assertEqual(message["type"], "error")
                self.assertIn("may be one of 2: “", message["message"])
                for name in ("“Launch / Accounting”", "“Second site / Accounting”"):
                    self.assertIn(name, message["message"])
                self.assertIn("“Accounting” in “Phase”", message["message"])
                both = [("phase_id", "in", (self.phase | self.other_phase).ids)]
                self.assertFalse(self.env[model].search(both))

    def test_the_longer_name_is_accepted_and_shown_and_imported_again(self):
        for model, columns in self.NAMED.items():
            with self.subTest(model):
                result = self._load_for_phases(model, "Launch / Accounting", "Second site / Accounting")
                self.assertFalse(result["messages"])
                records = self.env[model].browse(result["ids"])
                self.assertEqual([record.phase_id for record in records], [self.phase, self.other_phase])
                shown = dict(zip(records.mapped("display_name"), records, strict=True))
                self.assertEqual(len(shown), 2, "told apart")
                for name, record in shown.items():
                    self.assertEqual(self._find(model, name), record)
                exported = ["id", *columns, "phase_id"]
                result = self._load(model, exported, records.export_data(exported)["datas"])
                self.assertFalse(result["messages"])
                self.assertEqual(result["ids"], records.ids)
