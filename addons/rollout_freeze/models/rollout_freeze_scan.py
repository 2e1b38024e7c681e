import re
from hashlib import sha256

from odoo import api, models
from odoo.fields import Domain

# Analytic plans make a column each: that is bookkeeping, not customizing.
ANALYTIC_PLAN_COLUMN = re.compile(r"x_plan\d+_id")

# A module in name only, under which Studio files what people make with it.
STUDIO_MODULE = "studio_customization"


class RolloutFreezeScan(models.AbstractModel):
    """Tells what was customized by hand in this database.

    Whatever has an external identifier of an installed module came with that module, and is kept
    up by its updates. Of the rest, this counts as made by hand: fields, models, views, automation
    rules and server actions without a module, a module's views with an architecture that
    somebody edited (Odoo marks these, and a module update takes the mark away), and the
    installed modules themselves.

    An item is a dict with ``name`` (str), ``mark`` (str, changes when the thing is edited again)
    and ``since`` (naive UTC datetime of the change). A field has ``model_id`` as well; a module
    has ``label``, ``depends`` (list of names) and ``automatic`` (installs itself).
    """

    _name = "rollout.freeze.scan"
    _description = "Scan for Customizations"

    @api.model
    def _get_state(self) -> dict[str, dict[int, dict]]:
        """Return what is there now: ``{kind: {id: item}}`` with every kind of breach."""
        # The state is the system's, whoever takes a department live and may see little of it.
        scan_sudo = self.sudo().with_context(active_test=False)
        return {
            "field": scan_sudo._scan_fields(),
            "model": scan_sudo._scan_models(),
            "view": scan_sudo._scan_views(),
            "automation": scan_sudo._scan_automations(),
            "server_action": scan_sudo._scan_server_actions(),
            "module": scan_sudo._scan_modules(),
        }

    def _scan_fields(self):
        by_hand = self._get_unowned("ir.model.fields", Domain("state", "=", "manual"))
        return {
            field.id: {
                **self._prepare_item(field),
                "name": f"{field.field_description} ({field.model}.{field.name})",
                "model_id": field.model_id.id,
            }
            for field in by_hand
            if not ANALYTIC_PLAN_COLUMN.fullmatch(field.name)
        }

    def _scan_models(self):
        by_hand = self._get_unowned("ir.model", Domain("state", "=", "manual"))
        return {model.id: {**self._prepare_item(model), "name": f"{model.name} ({model.model})"} for model in by_hand}

    def _scan_views(self):
        View = self.env["ir.ui.view"]
        # Pages that people design on their website are content.
        domain = Domain("website_id", "=", False) if "website_id" in View._fields else Domain.TRUE
        added = self._get_unowned(View._name, domain)
        edited = View.search(domain & Domain("arch_updated", "=", True)) - added
        items = {}
        # A translation is no edit: what counts is the source text.
        for view in (added | edited).with_context(lang=None):
            items[view.id] = self._prepare_item(view, edited=view in edited)
            items[view.id]["mark"] = sha256((view.arch_db or "").encode()).hexdigest()
        return items

    def _scan_automations(self):
        if "base.automation" not in self.env:
            return {}
        rules = self._get_unowned("base.automation", Domain.TRUE)
        return {rule.id: self._prepare_item(rule) for rule in rules}

    def _scan_server_actions(self):
        Action = self.env["ir.actions.server"]
        # The steps of another action and of an automation rule are found with that one.
        domain = Domain("parent_id", "=", False) & Domain("usage", "in", ("ir_actions_server", "ir_cron"))
        return {action.id: self._prepare_item(action) for action in self._get_unowned(Action._name, domain)}

    def _scan_modules(self):
        installed = self.env["ir.module.module"].search([("state", "in", self._installed_states())])
        needs = dict(
            self.env["ir.module.module.dependency"]._read_group(
                [("module_id", "in", installed.ids)], ["module_id"], ["name:array_agg"]
            )
        )
        return {
            module.id: {
                **self._prepare_item(module, edited=True),
                "name": module.name,
                "label": f"{module.shortdesc} ({module.name})",
                "depends": needs.get(module, []),
                "automatic": module.auto_install,
            }
            for module in installed
            if module.name != STUDIO_MODULE
        }

    @api.model
    def _installed_states(self):
        return ("installed", "to upgrade", "to remove")

    def _get_unowned(self, model: str, domain: Domain):
        """Return the records of ``model`` that don't belong to an installed module."""
        records = self.env[model].search(domain)
        modules = self.env["ir.module.module"].search(
            [("state", "in", self._installed_states()), ("name", "!=", STUDIO_MODULE)]
        )
        owned = self.env["ir.model.data"].search_fetch(
            [
                ("model", "=", model),
                ("res_id", "in", records.ids),
                ("module", "in", modules.mapped("name")),
            ],
            ["res_id"],
        )
        return records - records.browse(owned.mapped("res_id"))

    def _prepare_item(self, record, edited=False):
        return {
            "name": record.name,
            "mark": "",
            "since": record.write_date if edited else record.create_date,
        }
