"""Two people who press the same button at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from ..support.client import RpcError
from .company import PASSWORD, Company


def test_two_leads_take_a_department_live_at_once(database, server, rpc):
    office = server(database, workers=2)
    office.expected += ["already in stage"]
    company = Company(rpc(office))
    lead = rpc(office, "lead", PASSWORD)
    values = {"name": "Our launch", "company_id": company.company_id, "sponsor_id": company.sponsor_id}
    [program] = lead.call("rollout.program", "create", [values])
    [phase] = lead.call("rollout.phase", "create", [{"program_id": program, "department_id": company.department_id}])
    sponsor = rpc(office, "sponsor", PASSWORD)
    [wizard] = sponsor.call(
        "rollout.gate.override.wizard", "create", [{"phase_id": phase, "reason": "The old one is off"}]
    )
    sponsor.call("rollout.gate.override.wizard", "action_override", [wizard])

    def go_live(client):
        try:
            client.call("rollout.phase", "action_go_live", [phase])
        except RpcError as error:
            return str(error)
        return "live"

    leads = [rpc(office, "lead", PASSWORD) for _number in range(8)]
    with ThreadPoolExecutor(len(leads)) as pool:
        answers = list(pool.map(go_live, leads))
    assert answers.count("live") == 1, answers
    for answer in set(answers) - {"live"}:
        assert "already in stage" in answer
    notes = lead.call(
        "mail.message",
        "search_count",
        [("model", "=", "rollout.phase"), ("res_id", "=", phase), ("body", "ilike", "Gone live")],
    )
    assert notes == 1
