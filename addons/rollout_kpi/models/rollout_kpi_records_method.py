from dataclasses import replace

from odoo import SUPERUSER_ID, api, models

from ..tools.measurement import Measurement
from .rollout_kpi_records import MEASURES_OF_A_FIELD


class RolloutKpi(models.Model):
    """What was measured of Odoo's records, and of whom: noted as facts, and told in each reader's language."""

    _inherit = "rollout.kpi"

    def _get_facts(self, records, family) -> dict:
        """Return what is to be told of a measurement: names, ids and codes of this KPI's fields, no sentence.

        :param records: the model, with the rights and companies of the measurement
        :param family: the company of which it is asked, and its branches
        """
        self.ensure_one()
        facts = {"model": records._name, "measure": self.measure}
        if self.measure == "duration":
            fields = [self.start_field, self.end_field]
            facts |= {"duration_unit": self.duration_unit, "without_end": self.without_end}
        else:
            fields = [self.value_field] if self.measure in MEASURES_OF_A_FIELD else []
            if fields and self._get_currency_field(records):
                facts["currency"] = records.env.company.currency_id.name
        facts["fields"] = fields
        if records._active_name:
            facts["archived"] = self.archived_records
        if self._is_of_company(records):
            # Whose records they are is told to every reader.
            company_sudo, *branches_sudo = (records.env.companies & family).sudo()
            facts["company"] = company_sudo.name
            facts["branches"] = [branch_sudo.name for branch_sudo in branches_sudo]
            facts["missing_branches"] = (family.sudo() - records.env.companies).mapped("name")
        if self.definer_id.id != SUPERUSER_ID:
            facts["definer"] = self.definer_id.name
        return facts

    @api.model
    def _prepare_answer(
        self, facts, value, spread, count, left_out, at_least, waiting, oldest, oldest_id
    ) -> Measurement:
        """Return the answer for one window, of what its row of the statement tells."""
        found = {"left_out": left_out, "oldest": oldest_id}
        return Measurement(
            value,
            count,
            spread=spread,
            at_least=at_least,
            waiting=waiting,
            oldest=oldest,
            facts={**facts, **{name: figure for name, figure in found.items() if figure}},
        )

    @api.model
    def _add_unit(self, answer: Measurement, window, units: list) -> Measurement:
        """Return an answer with the reference unit in which it is, or why there is none.

        :param units: the ids of all reference units that were found in the windows of this KPI, where 0 stands for
            none; for money, of all currencies without a rate
        """
        if "currency" in answer.facts:
            names = self.env["res.currency"].browse(units).mapped("name")
            return Measurement(facts={"problem": "no_rate", "currency": ", ".join(names)})
        if len(units) > 1:
            return Measurement(facts=self.browse(window.kpi_id)._prepare_mixed_units(units))
        return replace(answer, facts={**answer.facts, "unit": units[0]}) if units[0] else answer

    def _describe_records(self, facts: dict) -> str:
        """Return in a sentence what was measured, and as far as whose rights reach; or why it couldn't be."""
        if facts.get("problem"):
            return self._describe_problem(facts)
        if not facts:
            return ""
        model = facts["model"]
        parts = [f"{self._get_model_label(model)}: {self._get_choice_label('measure', facts['measure'])}"]
        parts += [self._get_field_label(model, name) for name in facts["fields"]]
        if "duration_unit" in facts:
            parts.append(self._get_choice_label("duration_unit", facts["duration_unit"]))
            if facts["without_end"] == "ignore":
                parts.append(self.env._("without those that have no end"))
        if "currency" in facts:
            parts.append(self.env._("in %s, at the rate of each day", facts["currency"]))
        if "unit" in facts:
            parts.append(self.env._("in %s", self._get_unit_labels([facts["unit"]])))
        if "archived" in facts:
            counted = facts["archived"] == "count"
            parts.append(self.env._("archived ones too") if counted else self.env._("without archived ones"))
        parts += self._describe_companies(facts)
        if facts.get("left_out"):
            parts.append(self.env._("left out, since they ended before they began: %s", facts["left_out"]))
        if oldest := self._find_oldest(facts):
            parts.append(self.env._("open longest: %s", oldest))
        if "definer" in facts:
            parts.append(self.env._("as far as %s may see", facts["definer"]))
        return ", ".join(parts)

    def _find_oldest(self, facts) -> str | None:
        """Return the name of the record that has been open longest, if whoever reads may read that record."""
        reader = self.env(su=False)
        if reader.su or not facts.get("oldest") or facts["model"] not in reader:
            return None  # a mail made by the system has readers of whom nothing is known
        record = reader[facts["model"]].browse(facts["oldest"])
        return record.display_name if record.exists() and record.has_access("read") else None

    def _describe_companies(self, facts) -> list[str]:
        if "company" not in facts:
            return [self.env._("of all companies")]
        parts = [self.env._("of %s", ", ".join([facts["company"], *facts["branches"]]))]
        if facts["missing_branches"]:
            parts.append(self.env._("without %s", ", ".join(facts["missing_branches"])))
        return parts

    def _get_choice_label(self, name, value) -> str:
        return dict(self._fields[name]._description_selection(self.env)).get(value, value)

    @api.model
    def _get_model_label(self, model: str | None) -> str:
        # Names are for every reader of the reading.
        return self.env["ir.model"]._get(model).sudo().name or model or ""

    @api.model
    def _get_field_label(self, model: str | None, name: str | None) -> str:
        field = self.env[model]._fields.get(name) if model in self.env else None
        return field._description_string(self.env) if field else name or ""
