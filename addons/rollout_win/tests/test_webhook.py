import json
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models.rollout_webhook_delivery import PRIVATE_PARAMETER
from ..tools import webhook
from .common import WinCase


class Receiver:
    """A chat program on this machine: answers with what it is told to, and keeps what it got."""

    def __init__(self, *statuses, context=None):
        self.statuses = list(statuses)
        self.requests = []
        self.released = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((self.path, dict(self.headers), body))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                status, answer = status if isinstance(status, tuple) else (status, "")
                if status == "wait":
                    receiver.released.wait(30)
                    return
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *args):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc_info):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook?token=s3cret"

    @property
    def messages(self):
        return [json.loads(body) for _path, _headers, body in self.requests]


@tagged("post_install", "-at_install")
class TestWebhook(WinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(PRIVATE_PARAMETER, "True")

    def _publish(self, name="Month closed", **values):
        win = self._new_win(name, **values)
        win.action_publish()
        return win

    def _deliveries(self):
        return self.env["rollout.webhook.delivery"].search([("program_id", "=", self.program.id)])

    def _deliver(self):
        deliveries = self._deliveries().filtered("next_try")
        deliveries.next_try = fields.Datetime.now() - timedelta(minutes=1)
        self._run_cron("rollout_win.ir_cron_deliver_webhooks")

    def test_refused_then_taken(self):
        with Receiver(500, 200) as receiver:
            self.program.with_user(self.lead).wins_webhook_url = receiver.url
            self.program.with_user(self.lead).action_renew_webhook_secret()
            self._publish("Month <closed> & counted", text="In six days", phase_id=self.accounting.id)
            self.assertFalse(receiver.requests, "publishing waits for nobody")
            self._deliver()
            delivery = self._deliveries()
            self.assertEqual((delivery.state, delivery.tries), ("waiting", 1))
            self.assertEqual(delivery.last_error, "The receiver answered with status 500.")
            self.assertGreater(delivery.next_try, fields.Datetime.now())
            self._run_cron("rollout_win.ir_cron_deliver_webhooks")
            self.assertEqual(len(receiver.requests), 1, "not before its time")
            self._deliver()
            self._deliver()
        self.assertEqual((delivery.state, delivery.tries, delivery.last_error), ("done", 2, False))
        self.assertEqual(len(receiver.requests), 2)
        (path, first, body), (_path, second, again) = receiver.requests
        self.assertEqual(path, "/hook?token=s3cret")
        self.assertEqual(json.loads(body), {"text": "🎉 Accounting: Month &lt;closed&gt; &amp; counted\nIn six days"})
        self.assertEqual(body, again)
        self.assertEqual(first["Idempotency-Key"], second["Idempotency-Key"])
        self.assertEqual(first["Content-Type"], "application/json")
        secret = self.program.wins_webhook_secret
        self.assertEqual(first["X-Rollout-Signature"], webhook.sign(secret, first["X-Rollout-Timestamp"], body))
        self.assertGreaterEqual(len(secret), 40)

    def _texts_of_card(self, message):
        """Return the texts of a message as a workflow of Teams reads it: for each attachment, its card."""
        self.assertEqual(message["type"], "message")
        [attachment] = message["attachments"]
        self.assertEqual(attachment["contentType"], "application/vnd.microsoft.card.adaptive")
        card = attachment["content"]
        self.assertEqual((card["type"], card["version"]), ("AdaptiveCard", "1.4"))
        self.assertEqual({block["type"] for block in card["body"]}, {"RichTextBlock"}, "knows no Markdown")
        return [run["text"] for block in card["body"] for run in block["inlines"]]

    def test_a_workflow_of_teams_gets_a_card(self):
        with Receiver(202) as receiver:
            path = "/workflows/w/triggers/manual/paths/invoke"
            self.program.with_user(self.lead).wins_webhook_url = f"http://127.0.0.1:{receiver.port}{path}?sig=s3cret"
            self.assertEqual(self.program.wins_webhook_kind, "teams")
            self._publish("<at>Everybody</at> **now**", text="One\n\n[two](http://example.com)", thanked_names="Mali")
            self._deliver()
        self.assertEqual(
            self._texts_of_card(receiver.messages[0]),
            ["🎉 <at>Everybody</at> **now**", "One", "[two](http://example.com)", "Thanks to Mali"],
        )
        self.assertEqual(self._deliveries().state, "done")
        labels = dict(self._deliveries()._fields["state"]._description_selection(self.env))
        self.assertEqual(labels["done"], "Accepted by the Server", "whether it is shown nobody has said")

    def test_the_address_tells_the_program_and_a_choice_overrides_it(self):
        program = self.program.with_user(self.lead)
        for url, kind in (
            ("https://prod-12.westeurope.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=b", "teams"),
            (
                "https://d.1a.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/a/"
                "triggers/manual/paths/invoke?api-version=1&sig=b",
                "teams",
            ),
            ("https://palmnut.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d", "teams"),
            ("https://hooks.slack.com/services/T0/B0/x", "slack"),
            ("https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t", "google"),
            ("https://discord.com/api/webhooks/1/x", "discord"),
            ("https://ptb.discord.com/api/webhooks/1/x", "discord"),
            ("https://discord.com/api/webhooks/1/x/slack", "slack"),
            ("https://chat.palmnut.example/hooks/abcdefghijklmnopqrstuvwxy1", "mattermost"),
            ("https://palmnut.example/hook", "text"),
            ("https://hooks.slack.com.palmnut.example/x", "text"),
        ):
            with self.subTest(url):
                program.wins_webhook_url = url
                self.assertEqual(program.wins_webhook_kind, kind)
        program.write({"wins_webhook_url": "https://palmnut.example/own", "wins_webhook_kind": "teams"})
        self.assertEqual(program.wins_webhook_kind, "teams")
        program.wins_webhook_kind = "discord"
        self.env.invalidate_all()
        self.assertEqual(program.wins_webhook_kind, "discord")
        program.wins_webhook_url = False
        self.assertFalse(program.wins_webhook_kind)

    def test_what_was_typed_calls_nobody(self):
        words = "<!channel> <users/all> @everyone @here [look](http://example.com) *R&D*"
        got = {}
        for kind in ("slack", "mattermost", "google", "discord", "text"):
            with Receiver() as receiver:
                self.program.write({"wins_webhook_url": receiver.url, "wins_webhook_kind": kind})
                self._publish(words)
                self._deliver()
                [got[kind]] = receiver.messages
        escaped = "🎉 &lt;!channel&gt; &lt;users/all&gt; @everyone @here [look](http://example.com) *R&amp;D*"
        self.assertEqual(got["slack"], {"text": escaped, "mrkdwn": False})
        self.assertEqual(got["text"], {"text": escaped})
        self.assertEqual(got["discord"]["allowed_mentions"], {"parse": []})
        self.assertIn(r"\[look\]\(http\://example\.com\) \*R&D\*", got["discord"]["content"])
        self.assertIn(r"\[look\]\(http://example\.com\) \*R&D\*", got["mattermost"]["text"])
        for kind, sign in (("mattermost", "@everyone"), ("mattermost", "@here"), ("google", "<users/all>")):
            self.assertNotIn(sign, got[kind]["text"])

    def test_a_long_story_is_cut_where_the_program_would_refuse_it(self):
        for kind, limit, measure in (
            ("teams", 28 * 1024, lambda message: len(json.dumps(message, ensure_ascii=False).encode())),
            ("slack", 40_000, lambda message: len(message["text"])),
            ("mattermost", 16_383, lambda message: len(message["text"])),
            ("google", 4_096, lambda message: len(message["text"])),
            ("discord", 2_000, lambda message: len(message["content"])),
        ):
            for story in ("ก" * 60_000, "&*" * 30_000, "\n".join("abc" * 9 for _line in range(3_000))):
                with self.subTest(kind=kind, story=story[:2]), Receiver() as receiver:
                    self.program.write({"wins_webhook_url": receiver.url, "wins_webhook_kind": kind})
                    self._publish("Closed", text=story)
                    self._deliver()
                    [message] = receiver.messages
                    self.assertLessEqual(measure(message), limit)
                    self.assertGreater(measure(message), limit * 0.8)
                    self.assertIn("Closed", str(message))
                    self.assertIn("…", str(message)[-200:])

    def test_an_answer_that_means_no_is_no_delivery(self):
        for answer, sentence in (
            (
                (200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"),
                "The receiver answered that it could not pass the message on.",
            ),
            ((200, '{"ok":false,"error":"no_text"}'), "The receiver answered that it could not pass the message on."),
            (
                (200, "\n<!DOCTYPE html><html><body>Sign in</body></html>"),
                "The receiver answered with a web page: this is not the address of a webhook.",
            ),
        ):
            with self.subTest(answer), Receiver(answer) as receiver:
                self.program.wins_webhook_url = receiver.url
                self._deliveries().unlink()
                self._publish()
                self._deliver()
                self.assertEqual((self._deliveries().state, self._deliveries().last_error), ("waiting", sentence))

    def test_a_test_says_what_the_server_answered(self):
        program = self.program.with_user(self.lead)
        for answer, kind, sentence in (
            ((202, ""), "warning", "The server accepted the message (status 202). Look into the chat program: only"),
            ((200, "ok"), "warning", "The server accepted the message (status 200). Its answer: ok Look into the"),
            ((400, "invalid_payload"), "danger", "answered with status 400. Its answer: invalid_payload"),
            ((302, ""), "danger", "The receiver answered with status 302."),
            ((200, "<html><p>Sign in</p>"), "danger", "this is not the address of a webhook."),
            ((500, "x" * 5000), "danger", "status 500. Its answer: xxx"),
        ):
            with self.subTest(answer), Receiver(answer) as receiver:
                program.write({"wins_webhook_url": receiver.url, "wins_webhook_kind": "teams"})
                params = program.action_test_webhook()["params"]
                self.assertEqual(params["type"], kind)
                self.assertIn(sentence, params["message"])
                self.assertLess(len(params["message"]), 500)
                self.assertNotIn("s3cret", params["message"])
                self.assertEqual(
                    self._texts_of_card(receiver.messages[0]),
                    [f"A test from Odoo: the wins of “{self.program.name}” will be told here."],
                )
        self.assertFalse(self._deliveries(), "nothing of it is kept")

    def test_a_test_that_reaches_nobody_says_so(self):
        program = self.program.with_user(self.lead)
        with Receiver() as receiver:
            program.wins_webhook_url = receiver.url
        self.assertIn("can't be reached", program.action_test_webhook()["params"]["message"])
        self.env["ir.config_parameter"].set_param(PRIVATE_PARAMETER, False)
        self.assertIn("must start with https", program.action_test_webhook()["params"]["message"])
        program.wins_webhook_url = "https://localhost/hook"
        self.assertIn("private network", program.action_test_webhook()["params"]["message"])

    def test_an_answer_that_breaks_off_is_one_all_the_same(self):
        with Receiver() as receiver:
            original = receiver.server.RequestHandlerClass.send_response

            def send_response(handler, status, message=None):
                original(handler, status, message)
                handler.send_header("Transfer-Encoding", "chunked")

            receiver.server.RequestHandlerClass.send_response = send_response
            self.program.wins_webhook_url = receiver.url
            self._publish()
            self._deliver()
        self.assertEqual(self._deliveries().state, "done")

    def test_too_slow(self):
        with Receiver("wait") as receiver, patch.object(webhook, "TIMEOUT", 0.3):
            self.program.wins_webhook_url = receiver.url
            self._publish()
            self._deliver()
        self.assertEqual(self._deliveries().last_error, "The receiver took too long.")

    def test_nobody_there(self):
        with Receiver() as receiver:
            self.program.wins_webhook_url = receiver.url
        self._publish()
        with self.assertNoLogs("odoo.addons.rollout_win"):
            self._deliver()
        self.assertEqual(self._deliveries().last_error, "The receiver can't be reached.")
        self.assertEqual(self._deliveries().state, "waiting")

    def test_redirects_are_not_followed(self):
        with Receiver(302) as receiver:
            self.program.wins_webhook_url = receiver.url
            self._publish()
            self._deliver()
        self.assertEqual(len(receiver.requests), 1)
        self.assertEqual(self._deliveries().last_error, "The receiver answered with status 302.")

    def test_given_up_and_told(self):
        with Receiver(*[503] * (2 * webhook.MAX_TRIES)) as receiver:
            self.program.wins_webhook_url = receiver.url
            self._publish("One")
            self._publish("Two")
            for _try in range(2 * webhook.MAX_TRIES):
                self._deliver()
        self.assertEqual(set(self._deliveries().mapped("state")), {"failed"})
        self.assertEqual(set(self._deliveries().mapped("tries")), {webhook.MAX_TRIES})
        activity = self.program.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.lead))
        self.assertNotIn("s3cret", f"{activity.summary} {activity.note}")
        with Receiver(200, 200) as receiver:
            self.program.wins_webhook_url = receiver.url
            with self.assertRaises(AccessError):
                self._deliveries().with_user(self.champion).action_retry()
            self._deliveries().with_user(self.lead).action_retry()
            self._deliver()
        self.assertEqual(set(self._deliveries().mapped("state")), {"done"})

    def test_one_program_down_holds_up_no_other(self):
        other = self.program.copy({"name": "Second"})
        with Receiver(500) as down, Receiver() as up:
            self.program.wins_webhook_url = down.url
            other.wins_webhook_url = up.url
            self._publish("A")
            self._publish("B")
            self._publish("C", program_id=other.id)
            self._deliver()
        self.assertEqual((len(down.requests), len(up.requests)), (1, 1))

    def test_private_addresses_are_refused(self):
        with Receiver() as receiver:
            self.program.wins_webhook_url = receiver.url
            self._publish()
            self.env["ir.config_parameter"].set_param(PRIVATE_PARAMETER, False)
            for url in (
                receiver.url,
                "https://127.0.0.1/x",
                "https://10.0.0.8/x",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "http://hooks.example.com/x",
                "ftp://hooks.example.com/x",
                "https://user:password@hooks.example.com/",
                "https://",
                "no address",
            ):
                with self.subTest(url), self.assertRaises(ValidationError) as caught:
                    self.program.with_user(self.lead).wins_webhook_url = url
                self.assertNotIn("password", str(caught.exception))
            # A name is looked up only when something is sent.
            self.program.with_user(self.lead).wins_webhook_url = f"https://localhost:{receiver.port}/hook"
            self._deliver()
        self.assertFalse(receiver.requests)
        self.assertEqual(self._deliveries().last_error, "The webhook's address leads into a private network.")

    def test_no_address_no_delivery(self):
        self._publish()
        self.assertFalse(self._deliveries())

    def test_a_win_taken_back_is_not_sent(self):
        with Receiver() as receiver:
            self.program.wins_webhook_url = receiver.url
            self._publish().action_withdraw()
            self._deliver()
        self.assertFalse(receiver.requests)

    def test_a_copy_has_no_key(self):
        self.program.with_user(self.lead).action_renew_webhook_secret()
        self.assertTrue(self.program.wins_webhook_secret)
        self.assertFalse(self.program.copy().wins_webhook_secret)

    def test_nobody_writes_deliveries(self):
        self.program.wins_webhook_url = "https://hooks.example.com/x"
        self._publish()
        delivery = self._deliveries().with_user(self.lead)
        for call in (
            lambda: delivery.write({"state": "done"}),
            delivery.unlink,
            lambda: delivery.create({"win_id": delivery.win_id.id, "key": "x"}),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.env["rollout.webhook.delivery"].with_user(self.stranger).search([]))

    def test_old_ones_go(self):
        with Receiver() as receiver:
            self.program.wins_webhook_url = receiver.url
            self._publish()
            self._deliver()
            self._publish("Waiting")
        with self._at(datetime.now(UTC).replace(tzinfo=None) + timedelta(days=40)):
            self.env["rollout.webhook.delivery"]._gc_deliveries()
        self.assertEqual(self._deliveries().mapped("state"), ["waiting"])


@tagged("post_install", "-at_install")
class TestWebhookCertificate(WinCase):
    """Over TLS, to a name: the connection goes to a checked address, and still checks the name."""

    def _issue(self, name, folder):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        path = f"{folder}/{name}.pem"
        with open(path, "wb") as file:
            file.write(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def _post(self, name):
        with TemporaryDirectory() as folder:
            path = self._issue(name, folder)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            trusting = ssl.create_default_context(cafile=path)
            with Receiver(context=context) as receiver:
                url = f"https://localhost:{receiver.port}/hook"
                webhook.post(url, b"{}", {}, private=True, context=trusting)
            return receiver.requests

    def test_the_right_name(self):
        self.assertEqual(len(self._post("localhost")), 1)

    def test_another_name(self):
        with self.assertRaises(webhook.WebhookError) as caught:
            self._post("elsewhere.example.com")
        self.assertEqual(caught.exception.reason, "certificate")
