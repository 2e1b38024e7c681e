"""What insiders might send past the forms, by the doors for programs: refused with a sentence, and nothing changes."""

import itertools
from pathlib import Path

from ..support import odoo_script
from ..support.api import Json2, XmlRpc

SCRIPTS = Path(__file__).parent / "odoo"
ROLES = ("champion", "lead", "staff", "portal")
FAR = "2031-01-01"


def _calls(ids):
    """What is tried by everybody: model, method, ids (None calls the model), and arguments by name."""
    phase, check, program = [ids["phase"]], [ids["check"]], [ids["program"]]
    item, request, kpi, note = [ids["item"]], [ids["request"]], [ids["kpi"]], [ids["note"]]
    review, reading, tracking, task = [ids["review"]], [ids["reading"]], [ids["tracking"]], [ids["task"]]
    new_phase = {"program_id": ids["program"], "department_id": ids["department"]}
    new_item = {"program_id": ids["program"], "name": "Forged"}
    new_request = {"phase_id": ids["phase"], "name": "Forged"}
    forged_note = {"body": "I signed it", "author_id": ids["sponsor"], "message_type": "notification"}
    on_phase = {"model": "rollout.phase", "res_id": ids["phase"]}
    return [
        ("rollout.phase", "create", None, {"vals_list": [{**new_phase, "go_live_date": FAR}]}),
        ("rollout.phase", "create", None, {"vals_list": [new_phase], "context": {"default_go_live_date": FAR}}),
        (
            "rollout.phase",
            "create",
            None,
            {"vals_list": [{**new_phase, "gate_check_ids": [[0, 0, {"kind": "champions", "mandatory": False}]]}]},
        ),
        ("rollout.phase", "write", phase, {"vals": {"stage_id": ids["stable"]}}),
        ("rollout.phase", "write", phase, {"vals": {"gate_check_ids": [[1, check[0], {"confirmed_on": FAR}]]}}),
        ("rollout.phase", "write", phase, {"vals": {"message_ids": [[0, 0, {**forged_note, **on_phase}]]}}),
        ("rollout.phase", "web_save", phase, {"vals": {"freeze_end": FAR}, "specification": {}}),
        ("rollout.phase", "copy", phase, {"default": {"go_live_date": FAR}}),
        ("rollout.phase", "load", None, {"fields": [".id", "go_live_date"], "data": [[str(phase[0]), FAR]]}),
        ("rollout.phase", "message_post", phase, forged_note),
        ("rollout.phase", "_demand_checks", phase, {"names": []}),
        ("rollout.phase", "_post_on_record", phase, {"text": "I signed it"}),
        ("rollout.gate.check", "write", check, {"vals": {"is_demanded": False}}),
        ("rollout.gate.check", "create", None, {"vals_list": [{"phase_id": phase[0], "kind": "calm"}]}),
        ("rollout.gate.check", "_waive", check, {"reason": "x"}),
        (
            "rollout.gate.waiver.wizard",
            "create",
            None,
            {"vals_list": [{"check_id": ids["foreign_check"], "reason": "x"}]},
        ),
        ("rollout.program", "write", program, {"vals": {"freeze_days": 0}}),
        ("rollout.program", "write", program, {"vals": {"page_token": "guessable"}}),
        ("rollout.program", "copy", program, {"default": {"page_token": "guessable"}}),
        ("rollout.program", "_log_intake", program, {"entries": []}),
        ("rollout.log.item", "create", None, {"vals_list": [{**new_item, "source": "form"}]}),
        ("rollout.log.item", "create", None, {"vals_list": [new_item], "context": {"default_source": "form"}}),
        ("rollout.log.item", "write", item, {"vals": {"source": "manual"}}),
        ("rollout.log.item", "load", None, {"fields": [".id", "source"], "data": [[str(item[0]), "manual"]]}),
        ("rollout.log.item", "web_save", item, {"vals": {"decision": "practice"}, "specification": {}}),
        ("rollout.log.item", "unlink", [ids["decided"]], {}),
        ("rollout.review", "create", None, {"vals_list": [{"program_id": program[0], "state": "closed"}]}),
        ("rollout.review", "write", review, {"vals": {"notes": "Agreed otherwise"}}),
        ("rollout.review", "web_save", review, {"vals": {"state": "planned"}, "specification": {}}),
        ("rollout.customization.request", "create", None, {"vals_list": [{**new_request, "state": "accepted"}]}),
        (
            "rollout.customization.request",
            "create",
            None,
            {"vals_list": [new_request], "context": {"default_state": "accepted"}},
        ),
        ("rollout.customization.request", "write", request, {"vals": {"state": "accepted"}}),
        ("rollout.customization.request", "write", request, {"vals": {"phase_id": ids["cancelled"]}}),
        ("rollout.customization.request", "_decide", request, {"decision": "accepted", "reason": "x"}),
        ("rollout.kpi", "write", kpi, {"vals": {"is_weekly_hours": True}}),
        (
            "rollout.kpi",
            "update_field_translations",
            kpi,
            {"field_name": "unit", "translations": {"en_US": "fortnights"}},
        ),
        ("rollout.kpi", "_measure", kpi, {"windows": []}),
        ("rollout.kpi.tracking", "write", tracking, {"vals": {"target": 49}}),
        ("rollout.kpi.reading", "write", reading, {"vals": {"value": 101}}),
        ("rollout.task", "write", task, {"vals": {"old_minutes": 99}}),
        ("mail.message", "create", None, {"vals_list": [{**forged_note, **on_phase}]}),
        ("mail.message", "write", note, {"vals": {"body": "What was never decided"}}),
        ("mail.message", "unlink", note, {}),
    ]


def _fingerprints(database):
    """What each table holds, as one number each."""
    tables = [name for (name,) in database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    sums = " UNION ALL ".join(
        f"""SELECT '{name}', md5(string_agg(row::text, ' ' ORDER BY row::text)) FROM "{name}" AS row"""
        for name in tables
    )
    return dict(database.query(sums.replace("%", "%%")))


def _is_refused(method, answer):
    """Whether an answer tells a person in a sentence that nothing was done."""
    if method == "load" and answer.status == 200:
        # An import tells what is wrong with which row.
        return not answer.value["ids"] and all(message["message"] for message in answer.value["messages"])
    # Odoo's own exceptions have sentences for people; others tell of a call that was never tried, or of a fault.
    is_odoos = answer.name.startswith("odoo.exceptions.") and answer.name != "odoo.exceptions.AccessDenied"
    return 400 <= answer.status < 500 and is_odoos and answer.text.strip() and "Traceback" not in answer.text


def test_forged_calls_change_nothing(database, server):
    facts = odoo_script.run(database.name, SCRIPTS / "insiders.py")
    office = server(database)
    # What Odoo notes of each refusal, and of XML-RPC, which is to go with Odoo 20.
    office.expected += ["WARNING odoo.http:", "WARNING odoo.addons.base.models.ir_rule:", "/xmlrpc/2"]
    before = _fingerprints(database)
    problems = []
    for door, role in itertools.product((Json2, XmlRpc), ROLES):
        client = door(office, *facts["keys"][role])
        assert client.call("res.users", "context_get").value["uid"] == facts["keys"][role][0]
        for model, method, ids, arguments in _calls(facts["ids"]):
            answer = client.call(model, method, ids, **arguments)
            if not _is_refused(method, answer):
                problems.append(f"{door.__name__}, {role}: {model}.{method}({arguments}): {answer}")
    after = _fingerprints(database)
    problems += [f"{name} has changed" for name in after if before.get(name) != after[name]]
    assert not problems, "\n".join(problems)
