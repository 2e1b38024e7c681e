from odoo import api, models
from odoo.exceptions import AccessError


class RolloutReadableMixin(models.AbstractModel):
    """A form tells nobody about records of the suite that its user may not read.

    Odoo names whatever a many2one of a new record points to, and computes what follows from it, for anybody who may
    open the form. Every model of the suite and every dialog has this mixin.
    """

    _name = "rollout.readable.mixin"
    _description = "Form About Readable Records"

    @api.model
    def _ensure_pointing_at_readable(self, vals: dict) -> None:
        """
        :raise AccessError: a relation in ``vals`` leads to a record of the suite that the user may not read
        """
        if self.env.su:
            return
        suite, readable = (self.env.registry[f"rollout.{name}.mixin"] for name in ("guarded", "readable"))
        for name in vals:
            field = self._fields.get(name)
            if not field or not field.relational or not vals[name]:
                continue
            comodel = self.env[field.comodel_name]
            if field.type != "many2one" and isinstance(comodel, readable):
                for command in vals[name]:
                    if isinstance(command, list | tuple) and len(command) == 3 and isinstance(command[2], dict):
                        comodel._ensure_pointing_at_readable(command[2])
            if isinstance(comodel, suite):
                records = self.new({name: vals[name]})[name]._origin
                if records != records.exists() or not records.has_access("read"):
                    raise AccessError(self.env._("This is about something that you may not see, or that is gone."))

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._ensure_pointing_at_readable(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        self._ensure_pointing_at_readable(values)
        return super().onchange(values, field_names, fields_spec)
