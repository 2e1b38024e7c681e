from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from markupsafe import Markup

from odoo.addons.rollout_phase.tests.common import RolloutCase

GO_LIVE = date(2026, 3, 2)
# Six weeks later.
MONDAY = date(2026, 4, 13)


def bangkok(day, hour, minute=0):
    """The UTC moment of an hour in Bangkok, the time zone of the launching company."""
    return datetime(day.year, day.month, day.day, hour, minute) - timedelta(hours=7)


def noon(day):
    return bangkok(day, 12)


class LiveCase(RolloutCase):
    """The program of the phase's tests, whose departments can go live."""

    def _go_live(self, phase=None, day=GO_LIVE):
        with freeze_time(noon(day)):
            phase = self._open_gate(phase)
            self.env.invalidate_all()
            phase.with_user(self.lead).action_mark_ready()
            phase.with_user(self.lead).action_go_live()
        return phase


class DigestCase(LiveCase):
    """A program with its digest; other programs of the database, which have their own, are out of the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["rollout.program"].search([("id", "!=", cls.program.id)]).active = False

    def _run(self, moment, action="rollout_digest.ir_cron_send_digests"):
        with freeze_time(moment):
            self._run_cron(action)

    def _render(self, audience, programs=None):
        programs = programs or self.program
        bodies = self.env["rollout.digest.section"]._render_digests(programs, audience)
        return bodies[programs[0].id]

    def _mails(self, address=None):
        domain = [("subject", "=", "Launch: this week")]
        if address:
            domain += [("email_to", "=", address)]
        return self.env["mail.mail"].search(domain)

    def _addresses(self):
        return sorted(self._mails().mapped("email_to"))

    def _get_token(self, record):
        reader = self.program._find_reader(record._name, record.id)
        return self.env["rollout.digest.optout"]._make_token(self.program, reader)


class ProbeSectionCase(DigestCase):
    """With a section ``probe`` for sponsor and lead, which stands for those that other addons add.

    It says "Probed" of each program with a phase.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sections = cls.env["rollout.digest.section"]
        field = sections._fields["kind"]
        describe = field._description_selection
        cls.classPatch(field, "_selection", {**field._selection, "probe": "Probe"})
        cls.classPatch(field, "_description_selection", lambda env: [*describe(env), ("probe", "Probe")])

        def render(_section, _programs, _audience, phases):
            return {program.id: Markup("<p>Probed</p>") for program in phases.program_id}

        model = cls.registry["rollout.digest.section"]
        cls.startClassPatcher(patch.object(model, "_render_probe", render, create=True))
        sections.create(
            [{"kind": "probe", "audience": audience, "company_id": False} for audience in ("sponsor", "lead")]
        )


def find_foreign_purposes(env) -> list[str]:
    """Return what is wrong with the purposes of the ledger: each is to be the addon's that brought it.

    Core deletes the rows of a value with the addon that adds it, and only then.
    """
    field = env["rollout.mailing"]._fields["purpose"]
    selections = env["ir.model.fields.selection"].search(
        [("field_id.model", "=", "rollout.mailing"), ("field_id.name", "=", "purpose")]
    )
    xmlids = selections._get_external_ids()
    brought = {selection.value: {xmlid.split(".")[0] for xmlid in xmlids[selection.id]} for selection in selections}
    return [
        value
        for value, label in field.selection
        if not label or brought[value] != {value.split(".")[0]} or field.ondelete[value] != "cascade"
    ]
