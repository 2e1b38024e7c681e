"""What stands between a browser and Odoo: live messages, forwarding headers, compression, waiting, logs."""

import contextlib
import secrets
import threading
import time

import pytest
import requests
import websocket

from dev import ports

pytestmark = pytest.mark.long

_FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}


def _connect(url, session, **options):
    """A live connection of a signed-in session; gives it after its handshake."""
    cookie = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
    address = url.replace("http", "ws", 1) + "/websocket"
    return websocket.create_connection(address, cookie=cookie, origin=url, timeout=30, **options)


def _hears(connection, rpc):
    """Whether a live message that the user causes reaches the user's own connection."""
    connection.send('{"event_name": "subscribe", "data": {"channels": [], "last": 0}}')
    time.sleep(1)
    mine = rpc.call("res.users.settings", "search", [("user_id", "=", rpc.user_id)])
    mine = mine or [rpc.call("res.users.settings", "create", {"user_id": rpc.user_id})]
    rpc.call("res.users.settings", "set_res_users_settings", mine, {"voice_active_duration": 123})
    rpc.call("res.users.settings", "set_res_users_settings", mine, {"voice_active_duration": 200})
    return "res.users.settings" in connection.recv()


def test_live_messages(stack):
    rpc = stack.rpc()
    connection = _connect(stack.url, rpc.session)
    assert _hears(connection, rpc)
    connection.close()


def test_spoofed_headers_are_ignored(stack):
    session = requests.Session()
    session.headers.update(_FORWARDED)
    body = {"jsonrpc": "2.0", "params": {"db": "rollout", "login": "admin", "password": "admin"}}
    session.post(f"{stack.url}/web/session/authenticate", json=body, timeout=60)
    session.get(f"{stack.url}/odoo", timeout=60)
    answer = session.get(f"{stack.url}/odoo/rollout", timeout=60, allow_redirects=False)
    assert "evil.example" not in str(answer.headers)
    assert "evil.example" not in stack.query("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")[0][0]
    addresses = stack.query("SELECT DISTINCT ip_address FROM res_device_log")
    assert ["203.0.113.9"] not in addresses


@contextlib.contextmanager
def _tls(stack):
    """A proxy that speaks TLS in front of the one in docker-compose.yml; gives its address."""
    port = ports.free()
    name = f"{stack.project}_tls"
    command = f"caddy reverse-proxy --from https://localhost:{port} --to 127.0.0.1:{stack.port} --internal-certs"
    stack.shell(f"docker run --detach --name {name} --network host caddy:2 {command} --disable-redirects")
    try:
        url = f"https://localhost:{port}"
        for _try in range(60):
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{url}/web/health", verify=False, timeout=10).status_code == 200:
                    break
            time.sleep(0.5)
        yield url
    finally:
        stack.shell(f"docker rm --force {name}", check=False)


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_behind_a_proxy_with_tls(stack):
    """Odoo knows that the world sees it by https, under the name that the other proxy passes on."""
    before = stack.query("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'")[0][0]
    with _tls(stack) as url:
        session = requests.Session()
        # Without the certificates that the environment names, which would count for more.
        session.verify = session.trust_env = False
        body = {"jsonrpc": "2.0", "params": {"db": "rollout", "login": "admin", "password": "admin"}}
        session.post(f"{url}/web/session/authenticate", json=body, timeout=60)
        assert stack.query("SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'") == [[url]]
        answer = session.get(f"{url}/my", timeout=60, allow_redirects=False)
        assert not answer.headers.get("Location", "").startswith("http://")
        connection = _connect(url, session, sslopt={"cert_reqs": 0})
        assert connection.status == 101
        connection.close()
    stack.query(f"UPDATE ir_config_parameter SET value = '{before}' WHERE key = 'web.base.url'")


def test_pages_are_compressed(stack):
    for coding in ("gzip", "zstd"):
        with stack.get("/web/login", headers={"Accept-Encoding": coding}, stream=True) as answer:
            assert answer.headers["Content-Encoding"] == coding


def test_requests_wait_while_odoo_restarts(stack):
    """Pages and forms are answered late instead of with an error."""
    answers = []
    restart = threading.Thread(target=stack.compose, args=["restart odoo"])
    restart.start()
    while restart.is_alive():
        answers.append(stack.get("/web/login", timeout=120).status_code)
        body = {"jsonrpc": "2.0", "params": {"db": "rollout", "login": "admin", "password": "admin"}}
        answer = requests.post(f"{stack.url}/web/session/authenticate", json=body, timeout=120)
        answers.append(answer.status_code)
    restart.join()
    stack.wait_until_answers()
    assert len(answers) >= 2
    assert set(answers) == {200}, answers


def test_no_token_in_any_log(stack):
    """Neither while Odoo runs, nor while it does not."""
    token = secrets.token_urlsafe(24)
    paths = [f"/rollout/{kind}/{token}" for kind in ("feedback", "kiosk", "reply", "heard", "digest")]
    for path in paths:
        stack.get(path)
        stack.get(path, headers={"Referer": stack.url + path, "User-Agent": token, "Cookie": f"x={token}"})
        requests.post(stack.url + path, data={"comment": token}, timeout=60)
    stack.compose("stop odoo")
    try:
        assert stack.get(paths[0], timeout=120).status_code == 502
    finally:
        stack.compose("start odoo")
    stack.wait_until_answers()
    proxy = stack.logs("proxy")
    assert '"level":"error"' in proxy, "the request that failed is told"
    assert token not in stack.logs()


def test_what_people_wrote_is_not_in_the_log_of_the_database(stack):
    """A statement that fails is told without its words."""
    words = secrets.token_urlsafe(24)
    with pytest.raises(AssertionError):
        stack.query(f"INSERT INTO rollout_program (name, nothing) VALUES ('{words}', 1)")
    assert words not in stack.logs("database")


def test_no_upstream_at_all(stack):
    """Caddy alone with the file, as before Odoo's first start: its log names no address and no program."""
    port = ports.free()
    name = f"{stack.project}_alone"
    config = (stack.folder / "docker" / "Caddyfile").read_text().replace(":8069 {", f":{port} {{", 1)
    config = config.replace("lb_try_duration 60s", "lb_try_duration 1s")
    file = stack.folder / "Caddyfile.alone"
    file.write_text(config)
    stack.shell(f"docker run --detach --name {name} --network host --volume {file}:/etc/caddy/Caddyfile:ro caddy:2")
    try:
        for _try in range(60):
            with contextlib.suppress(requests.RequestException):
                answer = requests.get(
                    f"http://localhost:{port}/rollout/feedback/SECRET", headers={"User-Agent": "PHONE"}, timeout=60
                )
                break
            time.sleep(0.2)
        assert answer.status_code == 502
        log = stack.shell(f"docker logs {name}").stdout
    finally:
        stack.shell(f"docker rm --force {name}", check=False)
        file.unlink()
    assert '"level":"error"' in log
    for word in ("SECRET", "PHONE", "remote_ip"):
        assert word not in log
