"""What somebody changes by hand during a freeze is found; what a module brings is not."""

import os
from datetime import timedelta

import pytest

from dev.runtime import SHADOWS


@pytest.fixture
def automated(database, server, rpc, monkeypatch):
    """A client of a server on which Odoo's automation rules are installed.

    They need `sms`, which the environment keeps out with its relatives because these install themselves:
    here Odoo is told not to let anything install itself.
    """
    path = [folder for folder in os.environ["PYTHONPATH"].split(os.pathsep) if folder != str(SHADOWS)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    admin = rpc(server(database, options=["--skip-auto-install"]))
    admin.call("ir.module.module", "update_list")
    admin.call("ir.module.module", "button_immediate_install", _module(admin, "base_automation"))
    called_in = [("name", "=", "partner_autocomplete"), ("state", "=", "installed")]
    assert admin.call("ir.module.module", "search_count", called_in) == 0
    return admin


def _create(client, model, /, **values):
    """Save a new record as the web client's form does."""
    return client.call(model, "web_save", [], values, specification={})[0]["id"]


def _go_live(admin):
    """Take a department live, past its gate: the administrator is lead and sponsor alike."""
    [company] = admin.call("res.company", "search", [], limit=1)
    program = _create(
        admin,
        "rollout.program",
        name="Launch",
        company_id=company,
        sponsor_id=admin.user_id,
        lead_id=admin.user_id,
    )
    department = _create(admin, "hr.department", name="Sales")
    phase = _create(admin, "rollout.phase", program_id=program, department_id=department)
    wizard = _create(admin, "rollout.gate.override.wizard", phase_id=phase, reason="For the test")
    admin.call("rollout.gate.override.wizard", "action_override", [wizard])
    admin.call("rollout.phase", "action_go_live", [phase])


def _find(admin):
    admin.run_cron("rollout_freeze.ir_cron_find_breaches")
    found = admin.call("rollout.freeze.breach", "search_read", [], fields=["kind", "name"])
    return sorted((breach["kind"], breach["name"]) for breach in found)


def _module(admin, name):
    return admin.call("ir.module.module", "search", [("name", "=", name)])


def _is_looked_for_daily(admin):
    [cron] = admin.call(
        "ir.cron",
        "search_read",
        [("model_id.model", "=", "rollout.freeze.breach")],
        fields=["active", "interval_number", "interval_type"],
    )
    interval = timedelta(**{cron["interval_type"]: cron["interval_number"]})
    return cron["active"] and interval <= timedelta(days=1)


def _work(admin):
    """What people do all day, and what is theirs to arrange."""
    _create(admin, "res.partner", name="A customer")
    _create(admin, "ir.filters", name="Mine", model_id="res.partner", domain="[]", user_ids=[[4, admin.user_id]])
    _create(admin, "mail.activity.type", name="Bring flowers")


def test_customizing_by_hand_is_found_once(automated):
    admin = automated
    _go_live(admin)
    assert _is_looked_for_daily(admin)
    _work(admin)
    assert _find(admin) == []

    [partner] = admin.call("ir.model", "search", [("model", "=", "res.partner")])
    _create(
        admin,
        "ir.model.fields",
        model_id=partner,
        name="x_shelf",
        field_description="Shelf",
        ttype="char",
    )
    _create(
        admin,
        "ir.actions.server",
        name="Tidy up",
        model_id=partner,
        state="object_write",
        update_path="comment",
        value="Tidied",
    )
    _create(
        admin,
        "base.automation",
        name="Thank new customers",
        model_id=partner,
        trigger="on_create_or_write",
        action_server_ids=[
            [
                0,
                "virtual_1",
                {
                    "name": "Thank",
                    "usage": "base_automation",
                    "model_id": partner,
                    "state": "object_write",
                    "update_path": "comment",
                    "value": "Thank you",
                },
            ]
        ],
    )
    domain = [("name", "=", "res.partner.form"), ("model", "=", "res.partner")]
    [view] = admin.call("ir.ui.view", "search_read", domain, fields=["arch_base"], limit=1)
    edited = view["arch_base"].replace("</sheet>", "<p>Ours</p></sheet>")
    assert edited != view["arch_base"]
    admin.call("ir.ui.view", "web_save", [view["id"]], {"arch_base": edited}, specification={})
    admin.call("ir.module.module", "button_immediate_install", _module(admin, "contacts"))

    expected = [
        ("automation", "Thank new customers"),
        ("field", "Shelf (res.partner.x_shelf)"),
        ("module", "Contacts (contacts)"),
        ("server_action", "Tidy up"),
        ("view", "res.partner.form"),
    ]
    assert _find(admin) == expected

    # The update of a module writes its views, fields and actions anew: that is nobody's doing.
    admin.call("ir.module.module", "button_immediate_upgrade", _module(admin, "contacts"))
    assert _find(admin) == expected
    entries = [("name", "ilike", "Freeze breach")]
    assert admin.call("rollout.log.item", "search_count", entries) == len(expected)
