from odoo import Command
from odoo.tests import tagged

from .common import RolloutCase
from .common_export import FORMULAS, ExportCase


@tagged("post_install", "-at_install")
class TestExport(RolloutCase, ExportCase):
    """What somebody typed is text in every export, whatever the model."""

    def setUp(self):
        super().setUp()
        self.lead.group_ids += self.env.ref("base.group_allow_export") + self.env.ref("base.group_partner_manager")
        self.authenticate(self.lead.login, self.lead.login)

    def _checks(self):
        return self.env["rollout.gate.check"].create(
            [{"name": text, "evidence": text, "phase_id": self.phase.id} for text in FORMULAS]
        )

    def _partners(self, texts=FORMULAS):
        return self.env["res.partner"].create([{"name": text, "ref": text, "comment": text} for text in texts])

    def test_every_cell_that_was_typed_is_text(self):
        activities = self.env["mail.activity"].create(
            [
                {
                    "summary": text,
                    "res_model_id": self.env["ir.model"]._get_id("rollout.program"),
                    "res_id": self.program.id,
                    "user_id": self.lead.id,
                }
                for text in FORMULAS
            ]
        )
        for records, names in (
            (self._checks(), ["name", "evidence"]),
            (self._partners(), ["name", "ref"]),
            (activities, ["summary"]),
        ):
            for name in names:
                with self.subTest(model=records._name, field=name):
                    texts = self._texts(self._export("xlsx", records, [name]))
                    self.assertEqual(sorted(texts[1:]), sorted(map(self._in_a_cell, records.mapped(name))))
                    rows = self._rows(self._export("csv", records, [name]))
                    self.assertEqual(len(rows), len(FORMULAS) + 1)

    def test_names_of_other_records_are_text(self):
        partners = self._partners()
        self.program.partner_id = partners[0]
        tag = self.env["res.partner.category"].create({"name": "=1+1", "partner_ids": [Command.set(partners.ids)]})
        self.assertIn("=1+1", self._texts(self._export("xlsx", self.program, ["name", "partner_id"])))
        self.assertIn("=1+1", self._texts(self._export("xlsx", partners, ["name", "category_id"])))
        self.assertIn("=1+1", self._texts(self._export("xlsx", tag, ["display_name", "partner_ids/name"])))

    def test_headings_of_columns_are_text(self):
        labels = {"name": "=1+1", "evidence": "http://example.com"}
        checks = self._checks()[-1]
        texts = self._texts(self._export("xlsx", checks, ["name", "evidence"], labels=labels))
        self.assertEqual(texts[:2], ["=1+1", "http://example.com"])
        rows = self._rows(self._export("csv", checks, ["name", "evidence"], labels=labels))
        self.assertEqual(rows[0], ["'=1+1", "http://example.com"])

    def test_headings_of_groups_are_text(self):
        partners = self._partners()
        tags = self.env["res.partner.category"].create(
            [{"name": text, "partner_ids": [Command.link(partners[0].id)]} for text in FORMULAS]
        )
        checks = self._checks()
        for records, groupby, texts in (
            (checks, ["name", "evidence"], checks.mapped("name")),
            (partners, ["category_id"], tags.mapped("name")),
        ):
            with self.subTest(model=records._name):
                headings = self._texts(self._export("xlsx", records, ["display_name"], groupby))
                for text in texts:
                    self.assertIn(f"{self._in_a_cell(text)} (1)", headings)

    def test_titles_of_a_pivot_are_text(self):
        heading = {"width": 1, "height": 1, "is_bold": False}
        content = self._post_export(
            "/web/pivot/export_xlsx",
            {
                "model": "rollout.program",
                "title": "Programs: all of them / what they are [2026] '",
                "measure_count": 1,
                "col_group_headers": [
                    [{**heading, "title": "Total", "width": 3}],
                    [
                        {**heading, "title": "=1+1"},
                        {**heading, "title": "{=1+1}", "height": 2},
                        {**heading, "title": f"http://example.com/{'a' * 2100}"},
                    ],
                    [{**heading, "title": "=below"}, {**heading, "title": "=last"}],
                ],
                "measure_headers": [{**heading, "title": title} for title in ("=Count", "mailto:a", "Count")],
                "rows": [
                    {"title": "=Total", "indent": 0, "values": [{"value": 1.5, "is_bold": True}] * 3},
                    {"title": "=row", "indent": 1, "values": [{"value": value} for value in ("=2", "", 2)]},
                ],
            },
        )
        cells = {cell.coordinate: cell.value for cell in self._cells(content)}
        self.assertEqual(
            cells,
            {
                "B1": "Total", "B2": "=1+1", "C2": "{=1+1}", "D2": f"http://example.com/{'a' * 2100}",
                "B3": "=below", "D3": "=last", "B4": "=Count", "C4": "mailto:a", "D4": "Count",
                "A5": "=Total", "B5": 1.5, "C5": 1.5, "D5": 1.5, "A6": "     =row", "B6": "=2", "D6": 2,
            },
        )  # fmt: skip

    def test_numbers_and_days_stay_what_they_are(self):
        self.phase.planned_go_live = "2026-03-11"
        content = self._export("xlsx", self.phase, ["name", "planned_go_live", "sequence", "active", "create_date"])
        self.assertEqual([cell.data_type for cell in self._cells(content)[5:]], ["s", "d", "n", "b", "d"])
        self.program.champion_time_minimum = -12.5
        content = self._export("xlsx", self.program, ["name", "champion_time_minimum"])
        self.assertEqual(self._cells(content)[-1].value, -12.5)
        rows = self._rows(self._export("csv", self.program, ["name", "champion_minimum"]))
        self.assertEqual(rows[-1], ["Launch", "2"])

    def test_what_a_cell_cannot_hold_is_told(self):
        for text in ("a" * 40000, "\N{PARTY POPPER}" * 20000):
            checks = self._checks()[0]
            checks.evidence = text
            [_name, _evidence, name, evidence] = self._texts(self._export("xlsx", checks, ["name", "evidence"]))
            self.assertEqual(name, "=1+1")
            self.assertIn("32767", evidence)
            self.assertIn(text, self._rows(self._export("csv", checks, ["name", "evidence"]))[1])
            headings = self._texts(self._export("xlsx", checks, ["name"], ["evidence"]))
            self.assertIn("32767", headings[1])

    def test_what_was_exported_is_imported_as_it_was(self):
        for kind in ("xlsx", "csv"):
            with self.subTest(kind=kind):
                partners = self._partners()
                content = self._export(kind, partners, ["id", "ref"], import_compat=True)
                # The import takes the blanks around a text away.
                before = [text.strip() for text in partners.mapped("ref")]
                partners.ref = False
                wizard = (
                    self.env["base_import.import"]
                    .with_user(self.lead)
                    .create({"res_model": "res.partner", "file": content, "file_name": f"partners.{kind}"})
                )
                options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}
                result = wizard.execute_import(["id", "ref"], ["id", "ref"], options)
                self.assertFalse(result["messages"])
                self.assertEqual(result["ids"], partners.ids)
                if kind == "xlsx":
                    before = list(map(self._in_a_cell, before))
                self.assertEqual(partners.mapped("ref"), before)
