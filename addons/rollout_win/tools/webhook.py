"""Send a small JSON message to an address of a chat program, without the ORM.

The address comes from a person, and the request from inside the company's network: it must not
reach what only this server can reach. Errors bear no address, since whoever knows it can post.
"""

import hashlib
import hmac
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 10
MAX_TRIES = 8
ANSWER_BYTES = 2000
_LONGEST_WAIT = 12 * 60
# Addresses that carry another one inside: what they end up at can't be told from them.
_TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
# What stands in an answer of 2xx that means no: Microsoft's sentence, and the JSON of Slack's relatives.
_REFUSAL = re.compile(r"Webhook message delivery failed|\{[^{}]*\"(ok|success)\": ?false\b")
_PAGE = re.compile(r"(<\?xml[^>]*>\s*)?<(!doctype )?html\b", re.IGNORECASE)


class Answer(NamedTuple):
    """What a receiver said: the HTTP ``status``, and the beginning of the rest as a line of ``text``."""

    status: int
    text: str


class WebhookError(Exception):
    """``reason`` is ``url``, ``scheme``, ``private``, ``unknown``, ``timeout``, ``connection``,
    ``certificate``, or with the receiver's ``answer`` ``status``, ``refused`` or ``page``."""

    def __init__(self, reason: str, answer: Answer | None = None):
        super().__init__(reason)
        self.reason = reason
        self.answer = answer


def minutes_to_wait(tries: int) -> int:
    """Return the minutes until the next try, after so many that failed.

    >>> [minutes_to_wait(tries) for tries in range(1, 8)]
    [1, 4, 16, 64, 256, 720, 720]
    """
    return min(4 ** (tries - 1), _LONGEST_WAIT)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature with which the receiver knows the sender, and the age of a message.

    >>> sign("secret", "1700000000", b"{}")[:15]
    'sha256=b8569b78'
    """
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_public(address: str) -> bool:
    """Tell whether an IP address lies outside of any private network.

    >>> [is_public(a) for a in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1")]
    [False, False, False, False, False]
    >>> [is_public(a) for a in ("64:ff9b::7f00:1", "fe80::1%eth0", "224.0.0.1", "100.64.0.1", "0.0.0.0")]
    [False, False, False, False, False]
    >>> is_public("93.184.215.14"), is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    (True, True)
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in net for net in _TUNNELS if net.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def read_url(url: str, private: bool = False) -> SplitResult:
    """Check the form of an address, without asking anybody for it.

    :param private: addresses of this machine and its network are fine, and so is plain HTTP
    :raise WebhookError: ``url``, ``scheme`` or ``private``

    >>> read_url("https://hooks.example.com/a?b=c").hostname
    'hooks.example.com'
    >>> for url in ("http://example.com", "https://", "https://a:b@example.com", "https://10.0.0.1/", "x y"):
    ...     try:
    ...         read_url(url)
    ...     except WebhookError as error:
    ...         print(error.reason)
    scheme
    url
    url
    private
    url
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookError("url") from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or not parts.hostname or parts.username is not None or port == 0:
        raise WebhookError("url")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise WebhookError("scheme")
    try:
        public = is_public(parts.hostname)
    except ValueError:
        public = True  # a name; where it leads is looked up when something is sent
    if not public and not private:
        raise WebhookError("private")
    return parts


def judge(answer: Answer) -> str | None:
    """Return why an answer means that nothing was taken, as a reason of :class:`WebhookError`, or None.

    A status of 2xx says that something answered. Whether a message is shown, no receiver tells.

    >>> [judge(Answer(200, text)) for text in ("ok", "1", "", '{"success":true}', '{"name": "spaces/a"}')]
    [None, None, None, None, None]
    >>> judge(Answer(200, "Webhook message delivery failed with error: HTTP error 429"))
    'refused'
    >>> judge(Answer(200, '{"ok": false, "error": "no_text"}')), judge(Answer(200, "<!DOCTYPE html><html>"))
    ('refused', 'page')
    >>> judge(Answer(302, "")), judge(Answer(404, "no_service"))
    ('status', 'status')
    """
    if not 200 <= answer.status < 300:
        return "status"
    if _PAGE.match(answer.text):
        return "page"
    return "refused" if _REFUSAL.match(answer.text) else None


def post(url: str, body: bytes, headers: dict[str, str], private: bool = False, context=None) -> Answer:
    """Post ``body``; return the answer only if the receiver took it, see :func:`judge`.

    The name is looked up once, and the connection goes to an address that was checked: a name that
    leads elsewhere a moment later changes nothing. Redirects are not followed, of the response
    only the beginning is read, and the whole takes no longer than ``TIMEOUT`` seconds, or
    twice that.

    :param private: see :func:`read_url`
    :param context: an ``ssl.SSLContext``; the system's authorities if absent
    :raise WebhookError: any of its reasons
    """
    parts = read_url(url, private)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _look_up(parts.hostname, port, private)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname, port, timeout=TIMEOUT, context=context or ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
    # The one way in which http.client opens its sockets, certificates being checked for the name.
    connection._create_connection = lambda _address, *args, **kwargs: socket.create_connection(
        (address, port), *args, **kwargs
    )
    watch = None
    is_cut = threading.Event()
    try:
        connection.connect()
        watch = threading.Timer(TIMEOUT, _cut, [connection.sock, is_cut])
        watch.daemon = True
        watch.start()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = Answer(response.status, _in_one_line(_read_beginning(response)))
    except TimeoutError:
        raise WebhookError("timeout") from None
    except ssl.SSLCertVerificationError:
        raise WebhookError("certificate") from None
    except (OSError, http.client.HTTPException):
        raise WebhookError("timeout" if is_cut.is_set() else "connection") from None
    finally:
        if watch:
            watch.cancel()
        connection.close()
    if reason := judge(answer):
        raise WebhookError(reason, answer)
    return answer


def _read_beginning(response: http.client.HTTPResponse) -> bytes:
    try:
        return response.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException):
        return b""  # the status has been given


def _in_one_line(content: bytes) -> str:
    text = " ".join(content.decode(errors="replace").split())
    return "".join(filter(str.isprintable, text))


def _look_up(host: str, port: int, private: bool) -> str:
    """Return an address of ``host``; every one of them must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WebhookError("unknown") from None
    addresses = [sockaddr[0] for *_rest, sockaddr in found]
    if not private and not all(map(is_public, addresses)):
        raise WebhookError("private")
    return addresses[0]


def _cut(sock, is_cut):
    # Said first: the other thread sees at once that the connection is gone.
    is_cut.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed
