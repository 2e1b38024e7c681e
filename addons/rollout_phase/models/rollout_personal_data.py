from dataclasses import dataclass

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.mail import html_to_inner_content

from odoo.addons.rollout_base.tools.names import fold

from .rollout_mailing import KEEP


@dataclass(frozen=True)
class Person:
    """Somebody who asks: the name, and the records that the lead has recognized as theirs.

    Ids alone: whoever looks for what a launch keeps of a person needn't be able to read the person.
    """

    name: str
    employee_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()

    def get_ids(self, model: str) -> tuple[int, ...]:
        return {
            "hr.employee": self.employee_ids,
            "hr.employee.public": self.employee_ids,
            "res.users": self.user_ids,
            "res.partner": self.partner_ids,
        }[model]


@dataclass(frozen=True)
class Kept:
    """One kind of what is kept about a person.

    :param label: the kind in words, translated
    :param records: what was found
    :param erasable: those of the records from which something goes when it is erased; None for all
    :param stays: what stays then, and why, as a translated sentence; "" where nothing does
    :param is_told: whether its number is shown before it is exported or erased
    """

    label: str
    records: models.BaseModel
    erasable: models.BaseModel | None = None
    stays: str = ""
    is_told: bool = True

    def get_erasable(self) -> models.BaseModel:
        return self.records if self.erasable is None else self.erasable


class RolloutPersonalData(models.AbstractModel):
    """What is kept about a person, what of it they get, and what of it can be erased.

    Each addon extends the three hooks for what it keeps itself. They run with the rights of the lead who asks, so that
    nobody is found in companies of others. What nobody may tie to a person, such as an answer without a name, is
    found by none of them.
    """

    _name = "rollout.personal.data"
    _description = "What Is Kept About a Person"

    @api.model
    def _find(self, person: Person) -> dict[str, Kept]:
        """Return what is kept about a person by kind, each kind also where nothing was found.

        Kinds are keys of the file that the person gets, and never renamed.
        """
        rows = self._search_kept("rollout.mailing", self._get_mails_domain(person))
        champions = self._search_pointing(person, "rollout.champion", "employee_id")
        times = self._search_kept("rollout.champion.time", Domain("champion_id", "in", champions.ids))
        return {
            "mails": Kept(
                self.env._("Rows in the Ledger of Mails"),
                rows,
                rows.filtered(self._is_out_of_time),
                stays=self.env._(
                    "Rows of the last five weeks stay, and those of mails that leave only once: no mail leaves twice."
                ),
            ),
            "champions": Kept(
                self.env._("Departments Whose Champion They Are"),
                champions,
                champions.filtered("note")._filtered_access("write"),
                stays=self.env._("Words go. Who is a champion stays until you take them off the department."),
            ),
            "time": Kept(
                self.env._("Time Given as a Champion"),
                times,
                times.filtered("name")._filtered_access("write"),
                stays=self.env._("Words go. The hours stay until you take the champion off the department."),
            ),
            "programs": self._keep_role(
                self.env._("Programs in Which They Have a Role"),
                self._search_pointing(person, "rollout.program", *self._get_program_roles()),
            ),
            "signatures": self._keep_decision(
                self.env._("Signatures of Expectations"),
                self._search_pointing(person, "rollout.expectation.signature", "signer_id", "voided_by_id"),
            ),
            "overrides": self._keep_decision(
                self.env._("Overrides of a Gate"),
                self._search_pointing(person, "rollout.gate.override", "user_id"),
            ),
            "gate_checks": self._keep_decision(
                self.env._("Gate Checks That They Confirmed or Waived"),
                self._search_pointing(person, "rollout.gate.check", "confirmed_by_id", "waived_by_id"),
            ),
            "department_notes": self._keep(
                self.env._("Confidential Notes on Departments That Name Them"),
                self._find_notes(person),
                self.env._("Others may be named there, too: look through these notes yourself."),
            ),
        }

    @api.model
    def _export(self, person: Person, found: dict[str, Kept]) -> dict[str, list]:
        """Return what the person gets of what was found, by kind: rows of plain values.

        Somebody else's words are no part of it.
        """
        programs = found["programs"].records
        return {
            "mails": found["mails"].records.read(["purpose", "period", "state", "create_date"], load=None),
            "champions": [
                {
                    "department": champion.phase_id.display_name,
                    "helps_with": champion.note,
                    "promised_percent": champion.promised_percent,
                }
                for champion in found["champions"].records
            ],
            "time": found["time"].records.read(["date", "hours", "name"], load=None),
            "programs": [
                {
                    "name": program.display_name,
                    "roles": [
                        name
                        for name in self._get_program_roles()
                        if set(program[name].ids) & set(person.get_ids(program[name]._name))
                    ],
                }
                for program in programs
            ],
            "signatures": found["signatures"].records.read(
                ["signer_name", "signed_on", "text", "months", "hash", "voided_on"], load=None
            ),
            "overrides": found["overrides"].records.read(["date", "reason", "findings"], load=None),
            "gate_checks": [
                {
                    "name": check.display_name,
                    "confirmed": check.confirmed_by_id.id in person.user_ids,
                    "let_go_on": check.waived_by_id.id in person.user_ids and check.waived_on,
                    "reason": check.waived_by_id.id in person.user_ids and check.waiver_reason,
                }
                for check in found["gate_checks"].records
            ],
        }

    @api.model
    def _erase(self, person: Person, found: dict[str, Kept]) -> None:
        """Erase what can be, of what was found; the caller has checked who asks."""
        found["champions"].get_erasable().write({"note": False})
        found["time"].get_erasable().write({"name": False})
        # The ledger is the system's.
        found["mails"].get_erasable().sudo()._forget()

    @api.model
    def _search_kept(self, model: str, domain):
        """Return what the lead who asks may read, archived records included."""
        return self.env[model].with_context(active_test=False).search(domain)

    @api.model
    def _search_pointing(self, person: Person, model: str, *names: str):
        """Return the records of which one of the fields ``names`` points to the person."""
        ids_of = {name: person.get_ids(self.env[model]._fields[name].comodel_name) for name in names}
        return self._search_kept(model, Domain.OR(Domain(name, "in", ids) for name, ids in ids_of.items()))

    @api.model
    def _keep(self, label: str, records, why: str) -> Kept:
        """Return a kind of which nothing is erased."""
        return Kept(label, records, records.browse(), stays=why)

    @api.model
    def _keep_role(self, label: str, records) -> Kept:
        return self._keep(label, records, self.env._("It says who answers for it: name somebody else there."))

    @api.model
    def _keep_decision(self, label: str, records) -> Kept:
        return self._keep(
            label, records, self.env._("What was decided and agreed stays, with the names of those who did.")
        )

    @api.model
    def _get_program_roles(self) -> list[str]:
        """Return the fields of a program that name people."""
        return ["sponsor_id", "lead_id", "partner_id"]

    @api.model
    def _get_mails_domain(self, person: Person) -> Domain:
        return Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", person.get_ids(model))
            for model in ("hr.employee", "res.users", "res.partner")
        )

    @api.model
    def _is_out_of_time(self, row) -> bool:
        """Tell whether a row of the ledger keeps no mail from leaving twice any more."""
        return row.purpose in row._get_declared("_weekly_purposes") and row.create_date < fields.Datetime.now() - KEEP

    @api.model
    def _find_notes(self, person: Person):
        """Return the notes on departments in which the name stands."""
        notes = self.env["rollout.phase.note"]
        if not (words := fold(person.name).split()):
            return notes
        noted = notes.search([("text", "ilike", words[0])])
        return noted.filtered(lambda note: fold(person.name) in fold(html_to_inner_content(note.text)))
