"""The log's charts count in ISO weeks of the program's time zone, for every reader."""

from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestLogWeeks(LogCase):
    def test_flow_around_new_year(self):
        for code in ("th_TH", "ar_SY"):
            self.env["res.lang"]._activate_lang(code)
        for moment in ("2026-12-27 16:59:00", "2026-12-27 17:00:00", "2027-01-03 10:00:00", "2027-01-05 03:00:00"):
            self._new_item(open_since=moment)
        for lang, year in (("en_US", 2026), ("th_TH", 2569), ("ar_SY", 2026)):
            expected = {f"W52 {year}": 1, f"W53 {year}": 2, f"W1 {year + 1}": 1}
            for tz in ("Asia/Bangkok", "America/Los_Angeles", False):
                for model, spec in (("rollout.log.flow", "date:week"), ("rollout.log.item", "open_since:week")):
                    reader = self.env[model].with_user(self.lead).with_context(lang=lang, tz=tz)
                    domain = [("program_id", "=", self.program.id)]
                    groups = reader.formatted_read_group(domain, [spec], ["__count"])
                    self.assertEqual({g[spec][1]: g["__count"] for g in groups}, expected, (model, lang, tz))
                    for group in groups:
                        opened = reader.search_count([*domain, *group["__extra_domain"]])
                        self.assertEqual(opened, group["__count"])
