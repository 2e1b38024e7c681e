from odoo.addons.rollout_phase.models.rollout_personal_data import Person

PEOPLE = ("res.users", "res.partner", "hr.employee", "hr.employee.public")


class PersonalFieldsCase:
    """A table of the fields by which an addon's records lead to a person; one without a row fails.

    ``PERSONAL`` has ``{model: {field: kind}}``, with the kind of :meth:`rollout.personal.data._find` under which
    whoever asks gets to know of it, or ``(reason,)`` where it is told in no kind. Who made or changed a record last is
    noted by Odoo everywhere, and is Odoo's to forget.
    """

    MODULE = ""
    PERSONAL = {}

    def test_every_field_that_leads_to_a_person_has_a_row(self):
        found = {
            (model._name, field.name)
            for model in self.env.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.store
            and field.relational
            and field.comodel_name in PEOPLE
            and field._module == self.MODULE
            and field.name not in ("create_uid", "write_uid")
        }
        self.assertEqual(found, {(model, name) for model, names in self.PERSONAL.items() for name in names})

    def test_each_kind_is_found(self):
        kinds = self.env["rollout.personal.data"].with_user(self.lead)._find(Person("Nobody At All"))
        named = {kind for names in self.PERSONAL.values() for kind in names.values() if isinstance(kind, str)}
        self.assertLessEqual(named, kinds.keys())
        self.assertFalse([kind for kind, kept in kinds.items() if kept.records])
