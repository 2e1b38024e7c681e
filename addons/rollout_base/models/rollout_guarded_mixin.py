from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError, ValidationError
from odoo.models import MAGIC_COLUMNS
from odoo.tools import ormcache


class RolloutGuardedMixin(models.AbstractModel):
    """What no client may set, whichever way it is sent.

    A field that is only shown can be written all the same by a client that doesn't use the form: the stage of a
    phase, the day of its go-live, a signature, the company. Every model of the suite has this mixin, by
    which such a value is refused on create and write, in an import, a translation, a default in the context, and in
    the commands of another record. What the suite writes by itself it writes with ``sudo()``.

    Each attribute but the last is a set of names of fields. What a model's classes and mixins declare adds up.
    """

    _name = "rollout.guarded.mixin"
    _description = "Guarded Against Clients"
    _inherit = ["rollout.readable.mixin"]

    # Set by the suite alone. So is each stored field that is read-only in Python, unless it is named as open.
    _system_fields = frozenset()
    _open_fields = frozenset()
    # Said when the record is made, and not changed afterwards.
    _fixed_fields = frozenset()
    # They say whose a record is: record rules judge it before such a write, and after it, too.
    _owner_fields = frozenset()
    # Their changes are tracked even where a client asks for silence in its context.
    _recorded_fields = frozenset()
    # A record holds what one person has said, sent or cheered, or only its author may read it: no figure is made of it.
    _is_personal = False

    @api.model
    def _get_declared(self, attribute: str) -> frozenset[str]:
        """Return what all classes of the model declare in ``attribute``, added up."""
        return frozenset().union(*(cls.__dict__.get(attribute, ()) for cls in type(self).__mro__))

    @api.model
    @ormcache()
    def _get_system_fields(self) -> frozenset[str]:
        """Return the fields that no client may set."""
        read_only = {name for name, field in self._fields.items() if field.store and field.readonly}
        declared = self._get_declared("_system_fields")
        return frozenset(read_only | declared) - self._get_declared("_open_fields") - set(MAGIC_COLUMNS)

    def _ensure_settable(self, vals: dict) -> None:
        """Refuse what the user sends for fields that aren't theirs to set; ``self`` is empty for new records.

        :raise UserError: naming the first such field
        """
        if self.env.su:
            return
        refused = self._get_system_fields() & vals.keys()
        for name in self._get_declared("_fixed_fields") & vals.keys():
            field = self._fields[name]
            if any(field.convert_to_write(record[name], record) != (vals[name] or False) for record in self):
                refused |= {name}
        if refused:
            raise UserError(self._explain_guard(refused))

    @api.model
    def _explain_guard(self, names: set[str]) -> str:
        """Return what to say to somebody who sent values for these fields."""
        return self.env._(
            "“%(field)s” isn't set by hand: it follows from what is done with the buttons.",
            field=self._fields[min(names)]._description_string(self.env),
        )

    @api.model
    def default_get(self, fields):
        if self.env.uid == SUPERUSER_ID:
            return super().default_get(fields)
        # A client may put a default into its context, and whoever may set defaults into Odoo's own table of them: they
        # count for nothing in what the suite itself then makes with elevated rights, either.
        system = self._get_system_fields()
        context = {key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in system}
        values = super(RolloutGuardedMixin, self.with_env(self.env(context=context))).default_get(
            [f for f in fields if f not in system]
        )
        for name in system.intersection(fields):
            field = self._fields[name]
            if field.default:
                # In the format in which Odoo gives a default.
                values[name] = field.convert_to_write(field.convert_to_cache(field.default(self), self, False), self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        # What is computed may stand in the context for other records, such as the program for its phases.
        defaults = {key.removeprefix("default_") for key in self.env.context if key.startswith("default_")}
        forged = {name: None for name in defaults & self._get_system_fields() if not self._fields[name].compute}
        for vals in vals_list:
            self.browse()._ensure_settable({**forged, **vals})
        return super().create(vals_list)

    def copy_data(self, default=None):
        if self.env.su:
            return super().copy_data(default)
        self.browse()._ensure_settable(default or {})
        system = self._get_system_fields()
        return [
            {name: value for name, value in vals.items() if name not in system} for vals in super().copy_data(default)
        ]

    def _get_thread_with_access(self, thread_id, *, mode="read", **kwargs):
        # Odoo's portal opens a discussion to whoever has the record's token. Here it is for those who may read the
        # record: no link that goes out leads to it.
        return super()._get_thread_with_access(thread_id, mode=mode)

    def _refuse_outsiders(self, partners) -> None:
        """
        :raise ValidationError: one of ``partners`` isn't somebody who works here, in the company of these records
        """
        # Who may sign in, and where, is judged alike for every reader.
        for partner_sudo in partners.sudo().with_context(active_test=False):
            users_sudo = partner_sudo.user_ids.filtered(lambda user: not user.share)
            if not users_sudo:
                raise ValidationError(
                    self.env._(
                        "%s is not of the house, and what is written here may be staff's own words.", partner_sudo.name
                    )
                )
            if not self._lets_hear(users_sudo):
                raise ValidationError(
                    self.env._(
                        "%s may not read this, and what is written here may be staff's own words.", partner_sudo.name
                    )
                )

    def _lets_hear(self, users) -> bool:
        """Tell whether one of ``users`` may hear what is written on these records.

        Whoever is given a task follows its record, also without a right to open it: here it is for the company to say.
        """
        companies = self.sudo().mapped("company_id") if "company_id" in self._fields else users.company_ids
        return not companies - users.company_ids.parent_ids

    def _on_record(self):
        """Return ``self`` without what a client may have asked for to leave no trace."""
        return self.with_context(tracking_disable=False, mail_notrack=False)

    def write(self, vals):
        self._ensure_settable(vals)
        records = self._on_record() if self._get_declared("_recorded_fields") & vals.keys() else self
        result = super(RolloutGuardedMixin, records).write(vals)
        if not self.env.su and self._get_declared("_owner_fields") & vals.keys():
            self.check_access("write")
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # Each of them is a value as much as what is written in its language.
        for lang, value in translations.items():
            self.with_context(lang=lang)._ensure_settable({field_name: value})
        return super()._update_field_translations(field_name, translations, digest, source_lang)
