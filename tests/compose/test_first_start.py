"""A first start: everything is there, and what leaves it is in order."""

import io
import json

import pypdf
import pytest

from dev.modules import own

pytestmark = pytest.mark.long


def test_everything_is_installed(stack):
    rows = stack.query("SELECT name FROM ir_module_module WHERE state = 'installed'")
    assert set(own()) <= {name for (name,) in rows}
    assert stack.query("SELECT count(*) FROM ir_module_module WHERE state LIKE 'to %'") == [["0"]]
    assert stack.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'rollout%'") == [["1"]]


def test_services_are_healthy(stack):
    for service in ("database", "odoo", "proxy", "mail"):
        stack.wait_until_healthy(service)
        assert stack.inspect(service, "{{.RestartCount}}") == "0", service
    assert stack.inspect("install", "{{.State.ExitCode}}") == "0"


def test_only_this_machine_can_connect(stack):
    for service in ("database", "odoo", "proxy", "mail"):
        ports = json.loads(stack.inspect(service, "{{json .HostConfig.PortBindings}}")) or {}
        assert {binding["HostIp"] for bindings in ports.values() for binding in bindings} <= {"127.0.0.1"}, service


def test_logs_do_not_fill_the_disk(stack):
    for service in ("database", "install", "odoo", "proxy", "mail"):
        options = json.loads(stack.inspect(service, "{{json .HostConfig.LogConfig.Config}}"))
        assert options == {"max-size": "10m", "max-file": "5"}, service


def test_no_demo_data_unless_asked_for(stack):
    assert stack.query("SELECT count(*) FROM rollout_program") == [["0"]]


def test_database_knows_thai(stack):
    """The short pieces by which texts are compared are made of Thai letters, too."""
    stack.query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    [[pieces]] = stack.query("SELECT show_trgm('สยาม')::text")
    assert pieces != "{}"


def test_first_invitation_has_a_sender(stack):
    address = "first@example.com"
    stack.rpc().call("res.users", "create", {"name": "First", "login": address, "email": address})
    [mail] = [mail for mail in stack.mails() if address in str(mail["To"])]
    assert mail["From"]["Address"] == "odoo@example.com"


def _order(rpc, name):
    """A quotation for a customer with this name."""
    [partner] = rpc.call("res.partner", "create", [{"name": name}])
    [product] = rpc.call("product.product", "create", [{"name": name, "type": "service"}])
    [order] = rpc.call(
        "sale.order", "create", [{"partner_id": partner, "order_line": [(0, 0, {"product_id": product})]}]
    )
    return order


def test_pages_are_printed_with_style_and_in_thai(stack):
    """On another port than 8069, too, where Odoo itself still answers on that one."""
    rpc = stack.rpc()
    order = _order(rpc, "บริษัท สยาม จำกัด")
    answer = rpc.session.get(f"{stack.url}/report/pdf/sale.report_saleorder/{order}", timeout=120)
    assert answer.headers["Content-Type"] == "application/pdf", answer.text[:2000]
    fonts = _fonts(pypdf.PdfReader(io.BytesIO(answer.content)))
    assert any("Thai" in name for name in fonts), fonts
    # The letters of a web font may come as mere shapes; without style they would be those of another font.
    assert all("Thai" in name or "Lato" in name for name in fonts), fonts


def _fonts(reader):
    """The names of the fonts that a document carries."""
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]))
    return names


def test_links_in_mails_lead_to_the_port(make_stack, stack):
    """Before anybody signs in: set with the database."""
    assert f"PUBLIC_URL=http://localhost:{stack.port}" in stack.inspect("install", "{{.Config.Env}}")
    assert stack.query("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'") == [[stack.url]]
