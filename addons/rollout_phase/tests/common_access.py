from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import Form

OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}

# Every way in which a client gets at a record: each takes the model in a user's environment and a
# record's id, and tells whether that record was among what came back.
WAYS_TO_READ = {
    "read": lambda model, res_id: bool(model.browse(res_id).read(["display_name"])),
    "web_read": lambda model, res_id: bool(model.browse(res_id).web_read({"display_name": {}})),
    "search": lambda model, res_id: bool(model.search([("id", "=", res_id)])),
    "search_count": lambda model, res_id: bool(model.search_count([("id", "=", res_id)])),
    "search_read": lambda model, res_id: bool(model.search_read([("id", "=", res_id)], ["display_name"])),
    "web_search_read": lambda model, res_id: bool(
        model.web_search_read([("id", "=", res_id)], {"display_name": {}})["records"]
    ),
    "name_search": lambda model, res_id: bool(model.name_search(domain=[("id", "=", res_id)])),
    "_read_group": lambda model, res_id: bool(model._read_group([("id", "=", res_id)], [], ["__count"])[0][0]),
    "formatted_read_group": lambda model, res_id: bool(
        model.formatted_read_group([("id", "=", res_id)], [], ["__count"])[0]["__count"]
    ),
    "export_data": lambda model, res_id: bool(model.browse(res_id).export_data(["display_name"])["datas"]),
}

# Ways to learn the name of a record, and to get a value of its fields from the groups or the form of others.
WAYS_TO_NAME = {
    # A record without a name is called by what was asked for.
    "display_name": lambda model, res_id: model.browse(res_id).display_name not in (False, f"{model._name},{res_id}"),
    "copy": lambda model, res_id: bool(model.browse(res_id).copy()),
    "get_metadata": lambda model, res_id: bool(model.browse(res_id).get_metadata()[0].get("create_date")),
    "onchange": lambda model, res_id: bool(model.browse(res_id).onchange({}, ["display_name"], {"display_name": {}})),
}

# Ways to change a record, without a value that a rule of its own would refuse.
WAYS_TO_CHANGE = {
    "write": lambda model, res_id: model.browse(res_id).write({"create_date": False}),
    "unlink": lambda model, res_id: model.browse(res_id).unlink(),
    "update_field_translations": lambda model, res_id: any(
        model.browse(res_id).update_field_translations(name, {"en_US": "x"})
        for name, field in model._fields.items()
        if field.store and field.translate
    ),
}


class AccessMatrixCase:
    """Tables of who may do what with an addon's models and methods; whatever has no row fails.

    For test classes next to RolloutCase, whose users are the roles. ``MATRIX`` has
    ``{model: {role: operations}}``, with the letters of OPERATIONS for what succeeds on the program's
    own records; ``METHODS`` has ``{model: {method: roles}}``, with the roles that may run it: whatever
    it answers them, it isn't an access error.

    Where a record may be read and not all of it, ``SECRETS`` has ``{model: {field: roles}}``, with those that read
    and export it, and ``PATHS`` has ``{model: {path: roles}}``, with those that may learn something by a path, through
    any number of steps, into what others may not read.
    """

    # Odoo runs only the tests of a class itself, unless it is told otherwise.
    allow_inherited_tests_method = True
    MODULE = ""
    MATRIX = {}
    METHODS = {}
    SECRETS = {}
    PATHS = {}
    # model -> external identifier of a record that all companies share
    SHARED = {}
    ROLES = ("lead", "champion", "sponsor", "staff", "stranger")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in cls.ROLES:
            # Exporting needs a right of its own: here, what may be read is the question.
            getattr(cls, role).group_ids += cls.env.ref("base.group_allow_export")

    def _record(self, model):
        """Return the record of ``model`` on which the tables are tried."""
        if model in self.SHARED:
            return self.env.ref(self.SHARED[model])
        return self.env[model].search([("company_id", "=", self.company.id)], limit=1).ensure_one()

    def _prepare_call(self, model, method, user):
        """Return what to call ``method`` on, as that user."""
        if self.env[model]._transient:
            return self._prepare_wizard(model, user)
        return self._record(model).with_user(user)

    def _prepare_wizard(self, model, user):
        """Return a wizard as that user would have made it; every addon with wizards says how."""
        raise NotImplementedError

    def _may(self, user, act):
        """Tell whether ``act`` is refused to that user; whatever it does is undone."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            try:
                allowed = act() is not False
            except AccessError:
                allowed = False
            except (UserError, ValidationError):
                allowed = True
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
        return allowed

    def _is_refused(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            try:
                act()
                self.env.flush_all()
                refused = False
            except UserError:
                refused = True
            savepoint.rollback()
            self.env.invalidate_all(flush=False)
        return refused

    def _refuse(self):
        nothing = "Nothing came of it."
        raise UserError(nothing)

    def _get_operations(self, record, user):
        as_user = record.with_user(user)
        got = ""
        for letter, operation in OPERATIONS.items():
            if letter == "r":
                ways = {
                    name: self._may(user, lambda way=way: way(as_user.browse(), record.id))
                    for name, way in WAYS_TO_READ.items()
                }
                self.assertEqual(len(set(ways.values())), 1, f"{record._name} as {user.login}: {ways}")
                got += letter * ways["read"]
            elif self._may(user, lambda operation=operation: as_user.check_access(operation)):
                got += letter
        return got

    def _get_public_methods(self):
        """Return ``{model: names}`` of what this addon adds to what a client may call.

        Who may call a method of Odoo's own, which the addon only extends, is Odoo's to say.
        """
        suite = ("odoo.addons.rollout_", f"odoo.addons.{self.MODULE}.")
        found = {}
        for name, cls in self.registry.items():
            if cls._abstract:
                continue
            of_odoo = {method for part in cls.mro() if not part.__module__.startswith(suite) for method in vars(part)}
            for part in cls.mro():
                if not part.__module__.startswith(f"odoo.addons.{self.MODULE}."):
                    continue
                for method in vars(part):
                    if method.startswith("_") or method in of_odoo:
                        continue
                    if not callable(getattr(cls, method, None)):
                        continue
                    try:
                        get_public_method(self.env[name], method)
                    except AccessError:
                        continue
                    found.setdefault(name, set()).add(method)
        return found

    def test_every_model_has_a_row(self):
        own = {
            name
            for name, model in self.registry.items()
            if model._original_module == self.MODULE and not model._abstract and not model._transient
        }
        self.assertEqual(own, set(self.MATRIX))

    def test_matrix(self):
        for model, roles in self.MATRIX.items():
            self.assertEqual(set(roles), set(self.ROLES), model)
            record = self._record(model)
            for role, expected in roles.items():
                with self.subTest(model=model, role=role):
                    self.assertEqual(self._get_operations(record, getattr(self, role)), expected)

    def test_no_path_leads_into_what_is_hidden(self):
        """Searching what one may read, in whichever addon, by what one may not tells nothing."""
        for model, field in self._get_ways_into(self.MATRIX):
            hidden = self.MATRIX[field.comodel_name]
            for role in (role for role in self.ROLES if "r" not in hidden[role]):
                records = self.env[model].with_user(getattr(self, role))
                if not records.has_access("read"):
                    continue
                for path in self._get_telling(field.comodel_name):
                    domain = [(f"{field.name}.{path}", "!=", False)]
                    with self.subTest(model=model, role=role, domain=domain):
                        self.assertFalse(
                            self._may(records.env.user, lambda d=domain, r=records: bool(r.search_count(d)))
                        )

    def _get_ways_into(self, models):
        """Yield the models of the suite with each of their fields that leads to one of ``models``."""
        suite = self.registry["rollout.guarded.mixin"]
        for name, model in self.registry.items():
            if not issubclass(model, suite) or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if field.comodel_name in models and (field.store or field.search or field.related):
                    yield name, field

    def _get_telling(self, model):
        """Return the fields by which a search tells that there is a record, when it was made, and what it says."""
        return [
            name
            for name, field in self.env[model]._fields.items()
            if name in ("id", "create_date")
            or (field.store and field.type in ("char", "text", "html") and not field.groups)
        ]

    def test_what_a_path_would_tell(self):
        for model, expected_by_path in self.PATHS.items():
            for path, expected in expected_by_path.items():
                for role in self.ROLES:
                    records = self.env[model].with_user(getattr(self, role))
                    with self.subTest(model=model, path=path, role=role):
                        domain = [(path, "!=", False)]
                        found = self._may(records.env.user, lambda r=records, d=domain: bool(r.search_count(d)))
                        self.assertLessEqual({role} if found else set(), expected)
                        if path in records._fields:
                            ordered = self._may(records.env.user, lambda r=records, p=path: bool(r.search([], order=p)))
                            self.assertLessEqual({role} if ordered else set(), expected)

    def test_secrets_are_not_read(self):
        for model, roles_by_field in self.SECRETS.items():
            record = self._record(model)
            for name, expected in roles_by_field.items():
                for role in self.ROLES:
                    reader = record.with_user(getattr(self, role))
                    for way in (lambda r=reader, n=name: r.read([n]), lambda r=reader, n=name: r.export_data([n])):
                        with self.subTest(model=model, field=name, role=role):
                            may = self._may(reader.env.user, lambda way=way: bool(way()))
                            self.assertEqual(may, role in expected)

    def test_everybody_opens_the_forms(self):
        """Of program and phases, and of what each may read, with what other addons show there."""
        for role in self.ROLES:
            user = getattr(self, role)
            records = [self._record(model) for model, roles in self.MATRIX.items() if "r" in roles[role]]
            if role != "stranger":
                records += [self.program, *self.program.phase_ids]
            for record in records:
                with self.subTest(role=role, record=record):
                    self.env.invalidate_all()
                    Form(record.with_user(user))

    def test_what_is_nobodys_is_not_the_administrators(self):
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        problems = []
        for model in (model for model, roles in self.MATRIX.items() if not any(roles.values())):
            record = self._record(model)
            records = record.with_user(admin).browse()
            for name, way in (WAYS_TO_READ | WAYS_TO_NAME | WAYS_TO_CHANGE).items():
                if not self._is_refused(lambda way=way, m=records, i=record.id: way(m, i) or self._refuse()):
                    problems.append(f"{model} ({name})")
        self.assertFalse(problems)

    def test_nobody_from_outside_reads_anything(self):
        """Such as the implementation partner's people on the portal: what they get is rendered for them."""
        outsider = self._new_user("outsider_of_the_company", "base.group_portal")
        self.assertFalse([model for model in self.MATRIX if self.env[model].with_user(outsider).has_access("read")])

    def test_nothing_leaks_to_another_company(self):
        stranger_env = self.env(user=self.stranger)
        for model in self.MATRIX.keys() - self.SHARED.keys():
            if "company_id" not in stranger_env[model]._fields:
                continue
            domain = [("company_id", "=", self.company.id)]
            self.assertFalse(stranger_env[model].search_count(domain), model)
            self.assertFalse(stranger_env[model]._read_group(domain, ["company_id"]), model)
            self.assertFalse(stranger_env[model].formatted_read_group(domain, ["company_id"], ["__count"]), model)

    def test_a_wall_stands_between_companies(self):
        """Nobody of another company reads, names, changes or deletes a record, whatever their role there."""
        outsiders = [
            self.stranger,
            self._new_user("outside_champion", "rollout_phase.group_rollout_champion", company=self.other_company),
            self._new_user("outsider", "base.group_user", company=self.other_company),
            self._new_user("outside_portal", "base.group_portal", company=self.other_company),
        ]
        problems = []
        for outsider in outsiders[:-1]:
            outsider.group_ids += self.env.ref("base.group_allow_export")
        for model in self.MATRIX:
            record = self._record(model)
            ways = {} if model in self.SHARED else WAYS_TO_READ | WAYS_TO_NAME
            for user in outsiders:
                as_user = record.with_user(user).browse()
                for name, way in (ways | WAYS_TO_CHANGE).items():
                    if not self._is_refused(lambda way=way, m=as_user, i=record.id: way(m, i) or self._refuse()):
                        problems.append(f"{user.login}: {model} ({name})")
        self.assertFalse(problems)

    maxDiff = None

    def test_every_method_has_a_row(self):
        self.assertEqual(
            {model: sorted(names) for model, names in self._get_public_methods().items()},
            {model: sorted(methods) for model, methods in self.METHODS.items()},
        )

    def test_methods(self):
        for model, methods in self.METHODS.items():
            for method, expected in methods.items():
                got = {role for role in self.ROLES if self._may_call(model, method, getattr(self, role))}
                with self.subTest(model=model, method=method):
                    self.assertEqual(got, set(expected))

    def _may_call(self, model, method, user):
        def call():
            getattr(self._prepare_call(model, method, user), method)()

        return self._may(user, call)
